// One line for the bottom of the screen: the answer to what was just done. Goes with the next key.

/// An answer to a person.
package struct Message: Sendable, Equatable {
  /// How loud it is; never only by colour, the words say it too.
  package enum Kind: Sendable, Equatable { case plain, warning, error }

  package var kind: Kind
  package var text: String

  package init(_ text: String, _ kind: Kind = .plain) {
    self.text = text
    self.kind = kind
  }

  /// Something a person should know: why a key does nothing, a part that failed.
  package static func warning(_ text: String) -> Message { Message(text, .warning) }
  /// Something that did not work.
  package static func error(_ text: String) -> Message { Message(text, .error) }

  /// The look of the line.
  package var role: Role {
    switch kind {
    case .plain: .message
    case .warning: .messageWarning
    case .error: .messageError
    }
  }
}
