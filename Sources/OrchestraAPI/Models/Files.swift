// Log files and artifacts of a task run, and pieces of them.
import HTTP
import JSON

/// The log files of a task run.
package struct LogFiles: Sendable, Equatable {
  package var files: [File]

  /// One log file; names may hold slashes and spaces ("1/dbt run").
  package struct File: Sendable, Equatable {
    package var name: String
    package var attempt: Int
    package var displayName: String?

    package init(name: String, attempt: Int = 1, displayName: String? = nil) {
      self.name = name
      self.attempt = attempt
      self.displayName = displayName
    }
  }

  package init(files: [File]) { self.files = files }
}

extension LogFiles: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    var names: [String] = []
    var details: JSONObject?
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "filenames": names = try reader.texts()
      case "files": details = try reader.value().object
      default: try reader.skip()
      }
    }
    for name in details?.keys ?? [] where !names.contains(name) { names.append(name) }
    files = names.map { name in
      let detail = details?[name]
      return File(
        name: name, attempt: detail?["attemptNumber"]?.int.map(Int.init) ?? 1,
        displayName: detail?["displayName"]?.string)
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("filenames", files.map(\.name))
      writer.key("files")
      writer.object { writer in
        for file in files {
          writer.key(file.name)
          writer.object { writer in
            writer.member("attemptNumber", file.attempt)
            writer.member("displayName", file.displayName)
          }
        }
      }
    }
  }
}

/// Names of the artifacts of a task run: the API tells neither size nor type.
package struct ArtifactFiles: Sendable, Equatable {
  package var names: [String]

  package init(names: [String]) { self.names = names }
}

extension ArtifactFiles: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    names = []
    try reader.object { (reader, key) throws(JSONError) in
      if case "filenames" = key { names = try reader.texts() } else { try reader.skip() }
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { $0.member("filenames", names) }
  }
}

/// Which bytes of a file are wanted.
package enum ByteRange: Sendable, Equatable {
  /// "bytes=N-".
  case from(Int)
  /// "bytes=A-B", both ends included.
  case closed(Int, Int)
  /// "bytes=-N": the last N bytes.
  case last(Int)

  /// As sent in the `Range` header.
  package var header: String {
    switch self {
    case .from(let start): "bytes=\(start)-"
    case .closed(let start, let end): "bytes=\(start)-\(end)"
    case .last(let count): "bytes=-\(count)"
    }
  }

  /// Reads a `Range` header of one range; nil when it has another form.
  package init?(header: String) {
    guard header.hasPrefix("bytes=") else { return nil }
    let parts = header.dropFirst(6).split(
      separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    switch (Int(parts[0]), Int(parts[1])) {
    case (let start?, let end?) where start >= 0 && end >= start: self = .closed(start, end)
    case (let start?, nil) where start >= 0 && parts[1].isEmpty: self = .from(start)
    case (nil, let count?) where parts[0].isEmpty && count > 0: self = .last(count)
    default: return nil
    }
  }
}

/// A piece of a file.
package struct FileChunk: Sendable, Equatable {
  /// Offset of the first byte in the file.
  package var offset: Int
  package var bytes: [UInt8]
  /// Size of the file now, where the server says it.
  package var totalBytes: Int?
  /// Whether the file will not grow any more.
  package var isComplete: Bool
  /// The server's word for the state ("WRITING", "COMPLETE"), if it sent one.
  package var fileStatus: String?
  /// Whether this answers a `Range`: 206 and 416 on the wire, not 200.
  package var isRanged: Bool = false

  package init(
    offset: Int, bytes: [UInt8], totalBytes: Int?, isComplete: Bool, fileStatus: String? = nil
  ) {
    self.offset = offset
    self.bytes = bytes
    self.totalBytes = totalBytes
    self.isComplete = isComplete
    self.fileStatus = fileStatus
  }
}
