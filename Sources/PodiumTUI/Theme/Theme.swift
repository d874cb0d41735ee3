// A theme: the look of every role. Made from theme files by `ThemeLibrary`; knows no terminal.
import TerminalUI

/// The look of every role.
package struct Theme: Sendable, Equatable {
  package var name: String
  /// One line for people who choose.
  package var summary: String
  /// The author says that text may be hard to read; tests then do not check its contrast.
  package var isLowContrast: Bool
  /// Only what the theme says; the rest follows from broader roles.
  private var looks: [Role: Look]

  package init(
    name: String, summary: String = "", isLowContrast: Bool = false, looks: [Role: Look] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.isLowContrast = isLowContrast
    self.looks = looks
  }

  /// What a theme says about a role; nil parts come from the broader role.
  package struct Look: Sendable, Equatable {
    package var foreground: Color?
    package var background: Color?
    package var attributes: Attributes?

    package init(
      foreground: Color? = nil, background: Color? = nil, attributes: Attributes? = nil
    ) {
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }
  }

  /// The roles this theme speaks about itself.
  package var ownRoles: Set<Role> { Set(looks.keys) }

  /// The look of a role with everything that it takes from broader ones. Attributes such as bold
  /// are taken from the broader role too, but not from `text`.
  package subscript(role: Role) -> Style {
    var style = Style()
    var attributes: Attributes?
    var next: Role? = role
    while let current = next {
      if let look = looks[current] {
        style.foreground = style.foreground ?? look.foreground
        style.background = style.background ?? look.background
        if attributes == nil, current != .text || role == .text { attributes = look.attributes }
      }
      next = current.broader
    }
    style.attributes = attributes ?? []
    return style
  }

  /// The styles of all roles by number, for the terminal.
  package var styleTable: StyleTable { StyleTable(Role.allCases.map { self[$0] }) }

  /// This theme, and `base` where this one says nothing.
  package func over(_ base: Theme) -> Theme {
    var theme = self
    theme.looks = base.looks.merging(looks) { _, own in own }
    return theme
  }
}
