// A workspace with a past and a future, computed from a seed: what the API would answer at a time.
import OrchestraAPI
import OrchestraClient
import Time

@testable import PodiumCore

/// One run's whole life.
struct Life: Sendable {
  var id: PipelineRun.ID
  var pipeline: Int
  var createdAt: Timestamp
  var startedAt: Timestamp
  var tasks: [TaskLife]
  var end: RunStatus

  struct TaskLife: Sendable {
    var id: TaskRun.ID
    var name: String
    var startedAt: Timestamp
    var completedAt: Timestamp
    var end: TaskStatus
    var message: String
  }

  let completedAt: Timestamp
  /// The row since the end, made once: most answers hold nothing else.
  private let final: PipelineRun

  init(
    id: PipelineRun.ID, pipeline: Int, createdAt: Timestamp, startedAt: Timestamp,
    tasks: [TaskLife], end: RunStatus
  ) {
    self.id = id
    self.pipeline = pipeline
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.tasks = tasks
    self.end = end
    completedAt = tasks.map(\.completedAt).max() ?? startedAt
    var final = Self.row(id, pipeline, createdAt)
    final.status = end
    final.startedAt = startedAt
    final.completedAt = completedAt
    final.updatedAt = completedAt
    self.final = final
  }

  private static func row(
    _ id: PipelineRun.ID, _ pipeline: Int, _ createdAt: Timestamp
  ) -> PipelineRun {
    var run = PipelineRun(
      id: id, pipelineID: Pipeline.ID("pipeline-\(pipeline)"), pipelineName: "Pipeline \(pipeline)",
      status: .created, createdAt: createdAt)
    run.updatedAt = createdAt
    return run
  }

  var firstFailing: TaskLife? {
    tasks.filter { $0.end == .failed }.min { $0.completedAt < $1.completedAt }
  }

  func run(at now: Timestamp) -> PipelineRun {
    if now >= completedAt { return final }
    var run = Self.row(id, pipeline, createdAt)
    if now >= startedAt {
      run.status = .running
      run.startedAt = startedAt
      run.updatedAt = startedAt
    }
    return run
  }

  func tasks(at now: Timestamp) -> [TaskRun] {
    tasks.map { life in
      var task = TaskRun(
        id: life.id, pipelineRunID: id, pipelineID: Pipeline.ID("pipeline-\(pipeline)"),
        taskID: life.name, status: .created, createdAt: createdAt)
      task.updatedAt = createdAt
      if now >= life.startedAt {
        task.status = .running
        task.startedAt = life.startedAt
        task.updatedAt = life.startedAt
      }
      if now >= life.completedAt {
        task.status = life.end
        task.completedAt = life.completedAt
        task.updatedAt = life.completedAt
        task.message = life.message
      }
      return task
    }
  }
}

/// Answers fetches as the API would, with its rules about windows and page sizes.
struct SimulatedServer: Sendable {
  private(set) var lives: [Life]
  private var positions: [PipelineRun.ID: Int] = [:]
  var filtersRunIDs = true
  /// Deleted runs: from this moment on no listing holds them.
  var deletedAt: [PipelineRun.ID: Timestamp] = [:]

  /// - Parameter perDay: runs a day, from `days` before `start` to `hours` after it.
  init(seed: UInt64, start: Timestamp, perDay: Int, daysBefore: Int = 8, hoursAfter: Int) {
    var random = SplitMix(seed: seed)
    lives = []
    var at = start - .seconds(daysBefore * 86_400)
    let end = start + .seconds(hoursAfter * 3600)
    while at < end {
      let gap = Double.random(in: 0.2...1.8, using: &random) * 86_400 / Double(perDay)
      at = at + .microseconds(Int64(gap * 1_000_000))
      lives.append(Self.life(createdAt: at, using: &random))
    }
    lives.reverse()
    for (index, life) in lives.enumerated() { positions[life.id] = index }
  }

  private static func life(createdAt: Timestamp, using random: inout SplitMix) -> Life {
    let startedAt = createdAt + .milliseconds(Int64.random(in: 100...4_000, using: &random))
    var at = startedAt
    var hasFailed = false
    let isDoomed = random.chance(0.06)
    let count = Int.random(in: 1...9, using: &random)
    let doomed = Int.random(in: 0..<count, using: &random)
    let tasks = (0..<count).map { index -> Life.TaskLife in
      let begin = at
      if !hasFailed {
        at = at + .milliseconds(Int64.random(in: 2_000...120_000, using: &random))
      }
      let isFailing = isDoomed && index == doomed
      defer { hasFailed = hasFailed || isFailing }
      return Life.TaskLife(
        id: .random(using: &random), name: "task_\(index)", startedAt: begin, completedAt: at,
        end: isFailing ? .failed : hasFailed ? .skipped : .succeeded,
        message: isFailing ? "Error: number \(index) broke" : "")
    }
    return Life(
      id: .random(using: &random), pipeline: Int.random(in: 0..<20, using: &random),
      createdAt: createdAt, startedAt: startedAt, tasks: tasks,
      end: isDoomed ? .failed : .succeeded)
  }

  func exists(_ life: Life, at now: Timestamp) -> Bool {
    life.createdAt <= now && deletedAt[life.id].map { now < $0 } ?? true
  }

  /// Runs of a window, newest first, as they are at `now`.
  func runs(in window: TimeWindow, at now: Timestamp) -> ArraySlice<Life> {
    let first = Self.index(in: lives) { $0.createdAt <= min(window.to, now) }
    let end = Self.index(in: lives) { $0.createdAt < window.from }
    guard !deletedAt.isEmpty else { return lives[first..<max(first, end)] }
    return lives[first..<max(first, end)].filter { exists($0, at: now) }[...]
  }

  /// First index for which `isPast` holds; lives are newest first.
  private static func index(in lives: [Life], _ isPast: (Life) -> Bool) -> Int {
    var low = 0
    var high = lives.count
    while low < high {
      let middle = (low + high) / 2
      if isPast(lives[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func answer(_ fetch: Fetch, at now: Timestamp) -> FetchAnswer {
    switch fetch {
    case .newest(let page, let window):
      precondition(window.to - window.from <= .seconds(168 * 3600), "the window is too long")
      return .runs(Self.page(runs(in: window, at: now), page.page, page.size) { $0.run(at: now) })
    case .backfill(let page, let window):
      precondition(window.to - window.from <= .seconds(168 * 3600), "the window is too long")
      return .runs(Self.page(runs(in: window, at: now), page, 100) { $0.run(at: now) })
    case .runs(let ids):
      let all = TimeWindow.week(at: now)
      let lives = filtersRunIDs ? ids.map(life)[...] : runs(in: all, at: now)
      return .runs(Self.page(lives.filter { exists($0, at: now) }, 1, 100) { $0.run(at: now) })
    case .status(let id):
      return .run(life(id).run(at: now))
    case .tasks(let id, let page):
      return .tasks(Self.page(life(id).tasks(at: now), page, 50) { $0 })
    case .failedTasks(let page, let window):
      precondition(window.to - window.from <= .seconds(168 * 3600), "the window is too long")
      let tasks = runs(in: window, at: now).filter { $0.end == .failed }
        .flatMap { $0.tasks(at: now) }
        .filter { $0.status == .failed || $0.status == .warning }
      return .tasks(Self.page(tasks, page, 100) { $0 })
    case .causeFiles: return .logs(LogFiles(files: [LogFiles.File(name: "main.log")]))
    case .causeTail:
      let text = Array("12:00:01 INFO loading\n12:00:02 ERROR ORA-01555: snapshot too old\n".utf8)
      return .text(FileChunk(offset: 0, bytes: text, totalBytes: text.count, isComplete: true))
    case .logs: return .logs(LogFiles(files: [LogFiles.File(name: "main.log")]))
    case .artifacts: return .artifacts(ArtifactFiles(names: []))
    case .pipelines: return .pipelines([])
    case .environments: return .environments([])
    case .definition: return .definition(PipelineShape(groups: []))
    case .operations(let path, let page):
      return .operations(Self.page(operations(of: path), page, 100) { $0 })
    case .history(let id, let page, let window):
      let tasks = runs(in: window, at: now).filter { "pipeline-\($0.pipeline)" == id.text }
        .flatMap { $0.tasks(at: now) }
      return .tasks(Self.page(tasks, page, 100) { $0 })
    }
  }

  /// 250 of every task run.
  private func operations(of path: TaskRunPath) -> [Operation] {
    (0..<250).map {
      Operation(
        id: Operation.ID("\(path.taskRunID)-\($0)"), pipelineRunID: path.runID,
        type: "MATERIALISATION", status: "SUCCEEDED", insertedAt: life(path.runID).createdAt)
    }
  }

  func life(_ id: PipelineRun.ID) -> Life {
    guard let index = positions[id] else { preconditionFailure("no run") }
    return lives[index]
  }

  private static func page<Rows: RandomAccessCollection, Item: Sendable>(
    _ rows: Rows, _ number: Int, _ size: Int, _ item: (Rows.Element) -> Item
  ) -> Page<Item> {
    Page(
      page: number, pageSize: size, total: rows.count,
      items: rows.dropFirst((number - 1) * size).prefix(size).map(item))
  }
}
