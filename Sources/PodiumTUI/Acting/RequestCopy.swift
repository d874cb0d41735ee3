// Takes a request along: the first press copies the `podium` command, the next one `curl`.
import PodiumCore

/// Which form of a request is copied next.
package struct RequestCopy {
  private var isCurl = false

  /// What the key does, for the bottom of a dialog.
  package var hint: (String, String) { ("ctrl-y", isCurl ? "copy as curl" : "copy command") }

  /// Copies, and offers the other form.
  package mutating func effects(_ request: OperationRequest, _ context: ViewContext) -> [Effect] {
    let text = RequestText(request, context.snapshot.source)
    defer { isCurl.toggle() }
    return [.copy(isCurl ? text.curl : text.command)]
  }
}

/// What dialogs do with an answer.
package enum Acting {
  static let nothingSent = Message("nothing was sent")

  /// Leaves a dialog without sending.
  static var no: [Effect] { [.closeOverlay, .say(nothingSent)] }

  /// Sends what was agreed to, or says what stands against it and keeps the dialog open.
  static func send(
    _ request: OperationRequest, _ context: ViewContext, also effects: [Effect] = []
  ) -> [Effect] {
    if let barrier = context.writeBarrier { return [.say(.warning(barrier.reason))] }
    return [.closeOverlay] + effects + [.perform(request)]
  }
}
