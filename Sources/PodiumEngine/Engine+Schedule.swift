// Runs that start by themselves: schedules by their cron lines and zones, and other pipelines' ends.
// What was missed while the engine was down is not made up for.
import OrchestraAPI
import Time

extension Engine {
  /// Starts what is due, until it is cancelled.
  func schedule() async {
    var due = DueSchedules()
    while !Task.isCancelled {
      let now = options.clocks.now()
      for fire in due.take(await catalog.list(), now: now, report: parts.report) {
        await start(fire)
      }
      let pause = min(options.schedulePause, due.next.map { $0 - now } ?? options.schedulePause)
      try? await Task.sleep(for: max(pause, .milliseconds(10)))
    }
  }

  private func start(_ fire: ScheduleFire) async {
    var request = StartPipeline(pipeline: fire.entry.record.id.text)
    request.environment = fire.schedule.environment
    request.branch = fire.schedule.branch
    request.runInputs = fire.schedule.runInputs
    var trigger = TriggeredBy(type: "SCHEDULED")
    trigger.scheduleName = fire.schedule.name
    trigger.scheduleCron = fire.schedule.cron
    trigger.scheduleTimezone = fire.schedule.timezone ?? "UTC"
    do throws(APIProblem) {
      _ = try await start(StartOrder(fire.entry, request, trigger: trigger))
    } catch {
      parts.report("schedule of \(fire.entry.record.name) did not start a run: \(error.sentence)")
    }
  }

  /// A run has ended: pipelines that wait for it start.
  func ended(_ record: RunRecord) async {
    guard options.startsSchedules else { return }
    let ended = record.run
    let source = await catalog.known.first { $0.record.id == ended.pipelineID }
    for entry in await catalog.known where entry.record.id != ended.pipelineID {
      guard !entry.record.paused,
        let event = entry.definition.triggers.events.first(where: { event in
          let names = [ended.pipelineID.text, source?.record.alias, "*"]
          return names.contains(event.pipelineID) && event.statuses.contains(ended.status.word)
        })
      else { continue }
      await start(entry, event, after: record)
    }
  }

  private func start(
    _ entry: CatalogEntry, _ event: TriggerEventDefinition, after record: RunRecord
  ) async {
    let depth = (record.start?.triggerDepth ?? 0) + 1
    guard depth <= RunStart.triggerDepthMax else {
      parts.report("\(entry.record.name): trigger events go round in a circle; not started")
      return
    }
    var request = StartPipeline(pipeline: entry.record.id.text)
    request.runInputs = event.runInputs
    var trigger = TriggeredBy(type: "TRIGGER_EVENT")
    trigger.pipelineName = record.run.pipelineName
    trigger.pipelineRunID = record.run.id
    var order = StartOrder(entry, request, trigger: trigger)
    order.triggerDepth = depth
    do throws(APIProblem) { _ = try await start(order) } catch {
      parts.report("\(entry.record.name) was not triggered: \(error.sentence)")
    }
  }
}

extension APIProblem {
  /// One line for people.
  var sentence: String {
    fields.isEmpty ? detail : fields.map(\.message).joined(separator: "; ")
  }
}
