// Every theme of the program: it loads, every role has a look, text can be read.
import TerminalUI
import TestSupport
import Testing
import Themes

@testable import PodiumTUI

@Suite struct ThemeTests {
  static let names = ThemeLibrary.builtinNames

  @Test(arguments: names) func aThemeLoadsWithoutAMessage(_ name: String) {
    let found = ThemeLibrary().theme(named: name)
    #expect(found.problems == [])
    #expect(found.theme.name == name)
    #expect(!found.theme.summary.isEmpty)
  }

  @Test(arguments: names) func everyRoleResolvesThroughBroaderOnesToText(_ name: String) {
    let theme = ThemeLibrary().theme(named: name).theme
    for role in Role.allCases where role != .text {
      var chain: [Role] = [role]
      while let broader = chain.last?.broader { chain.append(broader) }
      #expect(chain.last == .text)
    }
    #expect(theme.ownRoles.contains(.text), "the base look is the theme's own")
  }

  @Test(arguments: names) func textHasAContrastOfAtLeast4Point5(_ name: String) throws {
    let theme = ThemeLibrary().theme(named: name).theme
    guard !theme.isLowContrast else { return }
    for role in Role.allCases where !role.isOrnament {
      guard let ratio = contrast(theme[role]) else { continue }
      #expect(ratio >= 4.5, "\(name): \(role.rawValue) has \(ratio)")
    }
  }

  @Test func highContrastHas7To1Everywhere() throws {
    let theme = ThemeLibrary().theme(named: "high-contrast").theme
    for role in Role.allCases {
      let ratio = try #require(contrast(theme[role]), "\(role.rawValue) has a ground and an ink")
      #expect(ratio >= 7, "\(role.rawValue) has \(ratio)")
    }
  }

  @Test(arguments: names) func statesStayApartWith256Colors(_ name: String) {
    let theme = ThemeLibrary().theme(named: name).theme
    guard theme[.failed].foreground != nil else { return }
    let roles: [Role] = [.failed, .warning, .running, .succeeded]
    let colors = roles.compactMap { theme[$0].foreground }
    let indexes = colors.compactMap { Palette.index(of: $0, depth: .indexed) }
    #expect(Set(indexes).count == roles.count, "\(name): \(indexes)")
    let greys = indexes.filter { $0 >= 232 }
    #expect(greys == [], "\(name): a hue turned grey")
  }

  @Test func sixteenAsksForNoColorOfItsOwn() {
    let theme = ThemeLibrary().theme(named: "sixteen").theme
    for role in Role.allCases {
      for color in [theme[role].foreground, theme[role].background].compactMap({ $0 }) {
        switch color {
        case .default, .ansi: continue
        default: Issue.record("\(role.rawValue) asks for \(color)")
        }
      }
    }
  }

  @Test func monoHasNoColorAtAll() {
    let theme = ThemeLibrary().theme(named: "mono").theme
    for role in Role.allCases {
      #expect(theme[role].foreground == nil && theme[role].background == nil)
    }
  }

  @Test func everyFileInTheFolderIsInTheProgram() throws {
    let files = try Files.names(in: "\(Files.repository)/themes").filter { $0.hasSuffix(".yaml") }
    #expect(Set(files) == Set(Self.names.map { "\($0).yaml" }))
  }

  @Test func theReadmeNamesEveryTopRole() throws {
    let text = try Files.text("\(Files.repository)/themes/README.md")
    for role in Role.allCases where role.broader == .text {
      #expect(text.contains("`\(role.rawValue)`") || text.contains("`\(role.rawValue)."))
    }
  }

  /// WCAG 2 contrast of ink on ground; nil where one of them is the terminal's own.
  private func contrast(_ style: Style) -> Double? {
    guard let ink = style.foreground.flatMap(Palette.rgb(of:)),
      let ground = style.background.flatMap(Palette.rgb(of:))
    else { return nil }
    let (a, b) = (luminance(ink), luminance(ground))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func luminance(_ rgb: UInt32) -> Double {
    func linear(_ byte: UInt32) -> Double {
      let value = Double(byte & 255) / 255
      return value <= 0.03928 ? value / 12.92 : power((value + 0.055) / 1.055)
    }
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb)
  }

  /// x to the 2.4th by way of x^12 and its fifth root (Newton).
  private func power(_ x: Double) -> Double {
    let target = (0..<12).reduce(1.0) { product, _ in product * x }
    var root = max(x, 0.001)
    for _ in 0..<60 {
      root -= (root * root * root * root * root - target) / (5 * root * root * root * root)
    }
    return root
  }
}
