// The roles that colours are given to: what something means, never which widget draws it. A role
// A role that a theme leaves out looks like the broader one: "status.failed" → "status" → "text".
import TerminalUI

/// What a piece of the screen means. The raw value is the name in theme files and goldens.
package enum Role: String, Sendable, CaseIterable {
  // The first role is style 0: everything that is not said to be something else.
  case text
  case dim = "text.dim"
  case strong = "text.strong"
  case accent = "text.accent"
  case title
  case profile
  case production = "profile.production"
  case key
  case keyLabel = "key.label"
  case keyDisabled = "key.disabled"
  case table
  case tableHeader = "table.header"
  case tableSelected = "table.selected"
  case tableMarker = "table.marker"
  case border
  case borderFocused = "border.focused"
  case status
  case queued = "status.queued"
  case running = "status.running"
  case succeeded = "status.succeeded"
  case warning = "status.warning"
  case failed = "status.failed"
  case cancelled = "status.cancelled"
  case skipped = "status.skipped"
  case live = "data.live"
  case stale = "data.stale"
  case failing = "data.failing"
  case message
  case messageWarning = "message.warning"
  case messageError = "message.error"
  case input
  case inputHint = "input.hint"
  case log
  case logNumber = "log.number"
  case logWarning = "log.warning"
  case logError = "log.error"
  case logMatch = "log.match"
  case logCurrent = "log.current"
  case bar
  case barRest = "bar.rest"

  /// The broader role; nil for `text`, which everything ends at.
  package var broader: Role? {
    guard self != .text else { return nil }
    var name = rawValue[...]
    while let dot = name.lastIndex(of: ".") {
      name = name[..<dot]
      if let role = Role(rawValue: String(name)) { return role }
    }
    return .text
  }

  /// Roles whose text nobody has to read: lines and empty parts of bars.
  package var isOrnament: Bool {
    switch self {
    case .border, .borderFocused, .bar, .barRest: true
    default: false
    }
  }

  /// The style number of this role in every frame.
  package var style: StyleID { Self.numbers[self] ?? .plain }

  /// The role of a style number; nil for the colours that logs bring with them.
  package init?(style: StyleID) {
    guard style.rawValue < Self.allCases.count else { return nil }
    self = Self.allCases[Int(style.rawValue)]
  }

  private static let numbers: [Role: StyleID] = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, StyleID(UInt8($0))) })
}
