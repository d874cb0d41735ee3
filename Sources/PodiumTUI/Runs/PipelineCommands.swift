// What keys do to a pipeline, the same wherever one is selected: why not, or what follows.
import OrchestraAPI
import PodiumCore
import Time

/// Commands on a pipeline of this workspace. Pure.
enum PipelineCommands {
  /// Why a command cannot be done; nil when it can.
  static func reason(
    against command: Command, _ pipeline: Pipeline?, _ context: ViewContext
  ) -> String? {
    switch command {
    case .open, .trigger, .copyID, .history:
      guard pipeline != nil else { return "no pipeline is selected" }
      return command == .trigger ? context.writeBarrier?.reason : nil
    default: return nil
    }
  }

  /// What follows from a command; the way back where it is none on a pipeline.
  static func effects(
    of command: Command, _ pipeline: Pipeline?, _ context: ViewContext
  ) -> [Effect] {
    if command == .back { return [.back] }
    guard let pipeline else { return [] }
    return switch command {
    case .open, .history: [.open(.grid(pipeline.id))]
    case .trigger: [.show(TriggerForm((pipeline.id, pipeline.name), context))]
    case .copyID: [.copy(pipeline.id.text)]
    default: []
    }
  }
}
