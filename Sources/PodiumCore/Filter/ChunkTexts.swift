// The texts of one chunk that filters have asked for so far: what rows are made of, why runs failed,
// and what is asked for seldom.
import OrchestraAPI

/// Texts by what they change with.
struct ChunkTexts: Sendable {
  private var rows: ChunkText?
  private var causes: ChunkText?
  private var causesVersion = 0
  private var details: ChunkText?

  /// Columns of `rows`: those that words without a field look in.
  private static let rowFields: [RunField] = [
    .status, .pipeline, .trigger, .branch, .environment,
  ]
  private static let detailFields: [RunField] = [.message, .commit]

  /// The rows whose field has one of the needles; nil looks in all fields of `rows`.
  mutating func rows(
    with needles: [FilterQuery.Needle], in field: RunField?, of chunk: RunChunk, _ notes: Notes,
    _ scratch: inout FilterScratch
  ) -> RowSet {
    let text: ChunkText
    var column: Int?
    if field == .cause {
      text = causes(of: chunk, notes, &scratch)
    } else if let field, let index = Self.detailFields.firstIndex(of: field) {
      text = details(of: chunk, &scratch)
      column = index
    } else {
      text = rows(of: chunk, &scratch)
      column = field.flatMap { Self.rowFields.firstIndex(of: $0) }
    }
    let bytes = text.byteCount * needles.count
    scratch.work.bytesSearched += bytes
    scratch.work.bytes += bytes
    return text.rows(with: needles, column: column)
  }

  /// Makes what words without a field look in, where it is not made yet.
  mutating func make(of chunk: RunChunk, _ notes: Notes, _ scratch: inout FilterScratch) {
    _ = rows(of: chunk, &scratch)
    if chunk.mayHaveCauses { _ = causes(of: chunk, notes, &scratch) }
  }

  private mutating func rows(of chunk: RunChunk, _ scratch: inout FilterScratch) -> ChunkText {
    if let rows { return rows }
    var builder = ChunkTextBuilder()
    chunk.runs.withUnsafeBufferPointer { runs in
      for row in runs.indices { builder.add(row, runs[row].status.word) }
      builder.endColumn()
      for row in runs.indices { builder.add(row, runs[row].pipelineName) }
      builder.endColumn()
      for row in runs.indices { builder.add(row, runs[row].triggeredBy, &scratch) }
      builder.endColumn()
      for row in runs.indices { builder.add(row, runs[row].branch) }
      builder.endColumn()
      for row in runs.indices { builder.add(row, runs[row].environmentName) }
      builder.endColumn()
    }
    let made = builder.build()
    scratch.note(made, of: chunk)
    rows = made
    return made
  }

  private mutating func causes(
    of chunk: RunChunk, _ notes: Notes, _ scratch: inout FilterScratch
  ) -> ChunkText {
    if let causes, causesVersion == notes.causesVersion { return causes }
    var builder = ChunkTextBuilder()
    chunk.runs.withUnsafeBufferPointer { runs in
      for row in runs.indices where runs[row].status != .succeeded {
        if let cause = notes.failureCauses[runs[row].id] {
          builder.add(row, cause.taskName)
          builder.add(row, cause.errorLine)
        } else if !runs[row].status.isSuccess {
          builder.add(row, runs[row].message)
        }
      }
    }
    builder.endColumn()
    let made = builder.build()
    scratch.note(made, of: chunk)
    (causes, causesVersion) = (made, notes.causesVersion)
    return made
  }

  private mutating func details(of chunk: RunChunk, _ scratch: inout FilterScratch) -> ChunkText {
    if let details { return details }
    var builder = ChunkTextBuilder()
    chunk.runs.withUnsafeBufferPointer { runs in
      for row in runs.indices { builder.add(row, runs[row].message) }
      builder.endColumn()
      for row in runs.indices { builder.add(row, runs[row].commit) }
      builder.endColumn()
    }
    let made = builder.build()
    scratch.note(made, of: chunk)
    details = made
    return made
  }
}

extension FilterScratch {
  /// What making the text of a run costs, in bytes searched.
  private static let makingBytes = 512

  fileprivate mutating func note(_ text: ChunkText, of chunk: RunChunk) {
    work.bytesMade += text.byteCount
    work.bytes += Self.makingBytes * chunk.runs.count
  }
}

extension ChunkTextBuilder {
  fileprivate mutating func add(
    _ row: Int, _ causes: [TriggeredBy], _ scratch: inout FilterScratch
  ) {
    // In place: a copy of each cause would count the references of all its names.
    causes.withUnsafeBufferPointer { causes in
      for index in 0..<min(causes.count, TriggeredBy.causesMax) {
        add(row, Self.key(causes[index])) {
          causes[index].words { scratch.schedules.words($0) }
        }
      }
    }
  }

  /// The type decides which of the names are part of the words.
  private static func key(_ cause: TriggeredBy) -> Key {
    cause.type == "SCHEDULED"
      ? key(cause.scheduleCron, cause.scheduleName)
      : key(cause.type, cause.type == "SENSOR" ? cause.sensorName : cause.pipelineName)
  }
}
