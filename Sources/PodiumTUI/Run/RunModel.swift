// A run as its faces see it: the graph of its tasks, their times, the critical path, and what each
// task has to say. Made once a change, read by every face. Pure.
import OrchestraAPI
import PodiumCore
import Time

/// Everything that the faces of a run draw from.
struct RunModel: Sendable {
  let run: PipelineRun
  let tasks: [TaskRun]
  let shape: PipelineShape?
  let graph: TaskGraph
  let timeline: RunTimeline
  let critical: CriticalPath
  private let nodes: [TaskRun.ID: Int]

  /// - Parameter known: an earlier model of the same run; its graph is kept where nothing changed.
  init(_ run: PipelineRun, _ tasks: [TaskRun], _ context: ViewContext, known: RunModel?) {
    self.run = run
    self.tasks = tasks
    shape =
      run.definition.map { PipelineShape(definition: $0.value) }
      ?? context.snapshot.depth.shapes[DefinitionKey(of: run)]
    let isSame =
      known?.tasks.count == tasks.count && known?.shape == shape
      && zip(known?.tasks ?? [], tasks).allSatisfy {
        $0.taskID == $1.taskID && $0.dependsOn == $1.dependsOn
      }
    graph = isSame ? known?.graph ?? TaskGraph([]) : TaskGraph(of: tasks, shape: shape)
    timeline = RunTimeline(graph, tasks: tasks, run: run, now: context.now)
    critical = timeline.criticalPath(of: graph)
    nodes = Dictionary(
      graph.nodes.enumerated().map { (tasks[$1.item].id, $0) }, uniquingKeysWith: { a, _ in a })
  }

  /// The task run of a node of the graph.
  func task(_ node: Int) -> TaskRun { tasks[graph.nodes[node].item] }

  /// Where a task run stands in the graph.
  func node(of id: TaskRun.ID) -> Int? { nodes[id] }

  /// The first task that failed; else one that warns, else one that runs.
  var aim: Int? {
    func first(_ status: TaskStatus) -> Int? {
      graph.nodes.indices.filter { task($0).status == status }
        .min {
          (timeline.bars[$0].endedAt ?? run.createdAt, $0)
            < (timeline.bars[$1].endedAt ?? run.createdAt, $1)
        }
    }
    return first(.failed) ?? first(.warning) ?? first(.running)
  }

  /// What keeps a task from running: "waits for load_gl"; nil when nothing does.
  func waiting(_ node: Int) -> String? {
    let status = task(node).status
    guard status == .skipped || !status.isTerminal, task(node).startedAt == nil else { return nil }
    let culprits =
      status == .skipped
      ? graph.ancestors(of: node).filter { [.failed, .cancelled].contains(task($0).status) }
      : graph.nodes[node].upstreams.filter { !task($0).status.isTerminal }
    guard let first = culprits.first else { return nil }
    let more = culprits.count > 1 ? " and \(culprits.count - 1) more" : ""
    return "waits for \(task(first).taskName)\(more)"
  }

  /// The words beside a task: its error, what it waits for, else its message.
  func words(_ node: Int) -> String {
    let task = task(node)
    if StatusLook(task.status).isProblem { return task.errorLine ?? "" }
    return waiting(node) ?? task.message ?? task.externalMessage ?? ""
  }

  /// Share of a task of the critical path in the run: "62 %"; empty beside the path and under 1 %.
  func share(_ node: Int) -> String {
    guard critical.nodes.count > 1, let share = critical.shares[node], share >= 0.005 else {
      return ""
    }
    return "\(Int((share * 100).rounded())) %"
  }
}
