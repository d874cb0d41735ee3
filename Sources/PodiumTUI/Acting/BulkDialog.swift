// Several runs at once: the plan with every request and every target that is left out, then a number
// to type and y, then each result as it comes. Leaving it stops nothing and loses nothing.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// A bulk before and while it is sent. Targets are frozen when it opens.
package struct BulkDialog: Overlay {
  private let targets: [PipelineRun.ID]
  /// nil once it is sent, and when it only shows a bulk that was started before.
  package private(set) var plan: BulkPlan?
  package private(set) var question = Question()
  /// Whether the question has the keys; else they move in the list.
  private(set) var isAsking = false
  /// The item with the cursor; nil follows what is being sent.
  private var moved: Int?

  /// A plan for these runs.
  package init(_ action: BulkPlan.Action, _ targets: [PipelineRun.ID], _ snapshot: Snapshot) {
    self.targets = targets
    make(action, snapshot)
  }

  /// The bulk that is under way, or the last one.
  package init() { targets = [] }

  private mutating func make(_ action: BulkPlan.Action, _ snapshot: Snapshot) {
    let plan = BulkPlan(action, targets, snapshot)
    let why = plan.isProduction ? "this is PRODUCTION" : "to send \(plan.count) requests"
    question = Question(plan.confirmation.map { Question.Typed($0, why: why) })
    self.plan = plan
    moved = nil
  }

  package var scope: Scope { isAsking && plan != nil ? question.scope : .bulk }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .arm: return [.run(.arm)]
    case .copyRequest: return copy(context)
    default: break
    }
    if isAsking, let plan { return answer(key, command, plan, context) }
    if move(command, context) { return [] }
    guard let plan else { return follow(command, context) }
    switch command {
    case .no: return Acting.no
    case .rerunFailed where plan.action != .cancel: make(.rerunFailed, context.snapshot)
    case .rerunAll where plan.action != .cancel: make(.rerunAll, context.snapshot)
    case .accept, .nextField:
      guard plan.count > 0 else { return [.say(.warning("nothing of this can be sent"))] }
      isAsking = true
    case .yes: return [.say(.warning("Tab goes to the question first"))]
    default:
      // The number that is asked for may be typed at once.
      guard command == nil, plan.count > 0, case .char("0"..."9") = key else { break }
      isAsking = true
      return answer(key, command, plan, context)
    }
    return []
  }

  private mutating func answer(
    _ key: Key, _ command: Command?, _ plan: BulkPlan, _ context: ViewContext
  ) -> [Effect] {
    switch question.handle(key, command) {
    case .none: break
    case .no: return Acting.no
    case .missing(let reason): return [.say(.warning(reason))]
    case .back: isAsking = false
    case .yes:
      if let barrier = context.writeBarrier { return [.say(.warning(barrier.reason))] }
      if let other = context.bulk, other.end == nil {
        return [.say(.warning("another bulk is under way; wait for its end"))]
      }
      self.plan = nil
      isAsking = false
      moved = nil
      return [.bulk(plan), .run(.clearMarks)]
    }
    return []
  }

  /// Keys while it is sent and afterwards.
  private func follow(_ command: Command?, _ context: ViewContext) -> [Effect] {
    guard let bulk = context.bulk else { return [.closeOverlay] }
    switch command {
    case .stopBulk where bulk.end == nil:
      return [.stopBulk, .say(Message("no further request is sent"))]
    case .stopBulk: return [.say(Message("it has ended already"))]
    case .no, .accept:
      let words = bulk.end == nil ? "it goes on; : bulk shows it" : bulk.summary
      return [.closeOverlay, .say(Message(words))]
    default: return []
    }
  }

  private func copy(_ context: ViewContext) -> [Effect] {
    if let plan {
      let commands = plan.requests.map { RequestText($0.request, plan.source).command }
      return commands.isEmpty ? [] : [.copy(commands.joined(separator: "\n"))]
    }
    return context.bulk.map { [.copy($0.report)] } ?? []
  }

  private mutating func move(_ command: Command?, _ context: ViewContext) -> Bool {
    let count = (plan ?? context.bulk?.plan)?.items.count ?? 0
    let step: Int
    switch command {
    case .down: step = 1
    case .up: step = -1
    case .halfDown, .pageDown: step = 8
    case .halfUp, .pageUp: step = -8
    case .first: step = -count
    case .last: step = count
    default: return false
    }
    moved = max(0, min(cursor(context) + step, count - 1))
    return true
  }

  /// The item that is shown in full.
  func cursor(_ context: ViewContext) -> Int {
    if let moved { return moved }
    guard plan == nil, let bulk = context.bulk else { return 0 }
    let reached = bulk.plan.items.indices.last {
      bulk.results[$0] != nil && bulk.results[$0] != .waiting && bulk.results[$0] != .notSent
    }
    return reached ?? 0
  }
}
