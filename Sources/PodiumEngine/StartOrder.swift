// A start on its way from a request, a schedule or a trigger event to a run. Values only.
import OrchestraAPI

/// A start whose pipeline is known: what people, schedules and trigger events have in common.
struct StartOrder: Sendable {
  var entry: CatalogEntry
  var request: StartPipeline
  var trigger: TriggeredBy
  /// How many trigger events led here.
  var triggerDepth = 0

  init(_ entry: CatalogEntry, _ request: StartPipeline, trigger: TriggeredBy) {
    self.entry = entry
    self.request = request
    self.trigger = trigger
  }
}

/// What a start leaves out, and the sentence about it.
struct StartChoice: Sendable {
  var presets: [Int: TaskPreset] = [:]
  var message = ""
}
