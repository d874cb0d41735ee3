// A made-up past: seven days of runs over real pipelines, the same for the same seed and moment. Any
// run can be made alone, so the newest come first. Nothing here pretends to have run: every message
// ends with a label.
import OrchestraAPI
import PodiumEngine
import Time

/// Runs that never happened, for a first look at a full screen.
package struct Past: Sendable {
  /// A little less than the seven days that listings show.
  package static let span: Duration = .seconds(167 * 3600)
  /// Most runs of a past.
  package static let runsMax = 100_000
  /// Older runs than these have logs only of tasks that failed.
  static let runsWithAllLogs = 5000

  package let pipelines: [PastPipeline]
  package let count: Int
  /// Runs of the main branch are in the default one, others in the last one.
  package var environments: [Environment] = []
  private let seed: UInt64
  private let now: Timestamp

  /// Pipelines without tasks have no past.
  package init(of pipelines: [PastPipeline], count: Int, seed: UInt64, now: Timestamp) {
    self.pipelines = pipelines.filter { !$0.tasks.isEmpty }
    self.count = self.pipelines.isEmpty ? 0 : min(max(count, 0), Self.runsMax)
    self.seed = seed
    self.now = now
  }

  /// Some of the runs; 0 is the newest.
  package func runs(_ range: Range<Int>) -> [GeneratedRun] {
    range.clamped(to: 0..<count).map(run)
  }

  private func run(_ index: Int) -> GeneratedRun {
    var generator = SeededGenerator(seed: seed, part: UInt64(index))
    let place = Int(truncatingIfNeeded: generator.next() % UInt64(pipelines.count))
    let pipeline = pipelines[place]
    let step = Self.span.inSeconds / Double(count)
    let age = 20 + step * (Double(index) + generator.fraction() * 0.9)
    let course = course(pipeline, place, age: age, using: &generator)
    let created = now - .milliseconds(Int64((age + course.seconds) * 1000))
    var run = PipelineRun(
      id: Self.id(at: created, using: &generator), pipelineID: pipeline.id,
      pipelineName: pipeline.name,
      status: course.status, message: course.message, createdAt: created)
    run.versionNumber = pipeline.version
    run.startedAt = created + .milliseconds(400)
    run.completedAt = created + .milliseconds(Int64(course.seconds * 1000))
    run.updatedAt = run.completedAt
    run.triggeredBy = [cause(pipeline, using: &generator)]
    run.branch = generator.fraction() < 0.85 ? "main" : "feature/new-model"
    let environment =
      run.branch == "main" ? environments.first(where: \.isDefault) : environments.last
    run.environmentID = environment?.id
    run.environmentName = environment?.name
    let tasks = course.steps.enumerated().map { position, step in
      task(pipeline.tasks[position], step, of: run, using: &generator)
    }
    guard index >= Self.runsWithAllLogs else { return GeneratedRun(run: run, tasks: tasks) }
    return GeneratedRun(run: run, tasks: tasks.map(Self.withoutCalmLog))
  }

  private static func id<Noun>(
    at time: Timestamp, using generator: inout SeededGenerator
  ) -> Identifier<Noun> {
    var words = TimedWords(milliseconds: time.microseconds / 1000, using: &generator)
    return .random(using: &words)
  }

  private static func withoutCalmLog(_ task: GeneratedTask) -> GeneratedTask {
    task.task.status.isSuccess ? GeneratedTask(task: task.task) : task
  }

  /// In bad spells, a few hours long, a pipeline fails most of the time and for the same reason.
  private func course(
    _ pipeline: PastPipeline, _ place: Int, age: Double, using generator: inout SeededGenerator
  ) -> Course {
    let spell = UInt64(age / 14_400) &* 1000 &+ UInt64(place) &+ 0x5eed_0000
    var spellGenerator = SeededGenerator(seed: seed, part: spell)
    let isBad = spellGenerator.fraction() < 0.09
    let culprit = Int(truncatingIfNeeded: spellGenerator.next() % UInt64(pipeline.tasks.count))
    let errors = PastError.all(for: pipeline.tasks[culprit].integration)
    let error = spellGenerator.pick(errors)
    let dice = generator.fraction()
    let end: Course.End =
      if let lasting = lasting(pipeline, place, age: age) {
        lasting
      } else if isBad && dice < 0.75 {
        .failed(culprit, error)
      } else if dice < 0.022 {
        .failed(Int(generator.next() % UInt64(pipeline.tasks.count)), generator.pick(errors))
      } else if dice < 0.04 {
        .warning(culprit, error)
      } else if dice < 0.05 {
        .cancelled(culprit)
      } else {
        .succeeded
      }
    return Course(pipeline.tasks, end: end, using: &generator)
  }

  /// Some pipelines have been broken for the last hours, always for the same reason: there is something
  /// to look at.
  private func lasting(_ pipeline: PastPipeline, _ place: Int, age: Double) -> Course.End? {
    let hours = age / 3600
    let isFailing = place % 4 == 3 && hours < Double(place % 8)
    let isWarning = place % 8 == 2 && hours < 2
    guard isFailing || isWarning else { return nil }
    var generator = SeededGenerator(seed: seed, part: 0x1a57_0000 &+ UInt64(place))
    let culprit = Int(truncatingIfNeeded: generator.next() % UInt64(pipeline.tasks.count))
    let error = generator.pick(PastError.all(for: pipeline.tasks[culprit].integration))
    return isFailing ? .failed(culprit, error) : .warning(culprit, error)
  }

  private func cause(
    _ pipeline: PastPipeline, using generator: inout SeededGenerator
  ) -> TriggeredBy {
    guard let schedule = pipeline.schedule, generator.fraction() < 0.9 else {
      return TriggeredBy(type: "MANUAL")
    }
    var cause = TriggeredBy(type: "SCHEDULED")
    cause.scheduleName = schedule.name
    cause.scheduleCron = schedule.cron
    cause.scheduleTimezone = schedule.timezone
    return cause
  }

  private func task(
    _ task: PastTask, _ step: Course.Step, of run: PipelineRun,
    using generator: inout SeededGenerator
  ) -> GeneratedTask {
    var made = TaskRun(
      id: Self.id(at: run.createdAt, using: &generator), pipelineRunID: run.id,
      pipelineID: run.pipelineID,
      taskID: task.id, status: step.status, createdAt: run.createdAt)
    made.taskName = task.name
    made.integration = task.integration
    made.integrationJob = task.job
    made.taskParameters = task.parameters
    made.dependsOn = task.dependsOn
    made.message = step.message
    made.completedAt = run.createdAt + .milliseconds(Int64(step.endSeconds * 1000))
    made.updatedAt = made.completedAt
    guard let start = step.startSeconds else { return GeneratedTask(task: made) }
    made.numberOfAttempts = 1
    made.startedAt = run.createdAt + .milliseconds(Int64(start * 1000))
    let log =
      if let error = step.error {
        PastLog.failing(
          task: task.id, seconds: step.endSeconds - start, error: error, using: &generator)
      } else {
        generator.pick(task.calmLogs)
      }
    return GeneratedTask(task: made, log: log)
  }
}
