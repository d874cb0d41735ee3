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
      guard let ratio = Contrast.ratio(of: theme[role]) else { continue }
      #expect(ratio >= Contrast.readable, "\(name): \(role.rawValue) has \(ratio)")
    }
  }

  @Test(arguments: ["high-contrast", "high-contrast-light"])
  func highContrastHas7To1Everywhere(_ name: String) throws {
    let theme = ThemeLibrary().theme(named: name).theme
    for role in Role.allCases {
      let ratio = try #require(
        Contrast.ratio(of: theme[role]), "\(role.rawValue) has a ground and an ink")
      #expect(ratio >= Contrast.enhanced, "\(role.rawValue) has \(ratio)")
    }
  }

  @Test func contrastIsThatOfTheStandard() throws {
    func ratio(_ ink: UInt32, _ ground: UInt32) throws -> Double {
      func color(_ rgb: UInt32) -> Color {
        .rgb(UInt8(rgb >> 16), UInt8(rgb >> 8 & 255), UInt8(rgb & 255))
      }
      return try #require(
        Contrast.ratio(of: Style(foreground: color(ink), background: color(ground))))
    }
    #expect(try abs(ratio(0x000000, 0xFFFFFF) - 21) < 0.001)
    #expect(try abs(ratio(0x777777, 0xFFFFFF) - 4.478) < 0.001)
    #expect(try abs(ratio(0xFF0000, 0x00FF00) - 2.914) < 0.001)
    #expect(Contrast.ratio(of: Style(foreground: .default, background: .ansi(0))) == nil)
  }

  @Test func thereAreEightAndMoreOfAllKinds() {
    #expect(Self.names.count >= 8)
    let grounds = Self.names.compactMap { name in
      ThemeLibrary().theme(named: name).theme[.text].background
        .flatMap(TerminalUI.Palette.rgb(of:))
    }
    #expect(grounds.count { $0 >> 16 > 0x80 } >= 3, "light ones")
    #expect(grounds.count { $0 >> 16 < 0x80 } >= 3, "dark ones")
  }

  /// Distances of states as people see them who lack one kind of cone.
  @Test(arguments: ["blue-orange", "blue-orange-light"], ColorVision.allCases)
  func statesStayApartForColourBlindEyes(_ name: String, _ vision: ColorVision) {
    let theme = ThemeLibrary().theme(named: name).theme
    let roles: [Role] = [.failed, .warning, .running, .succeeded]
    for (index, first) in roles.enumerated() {
      for second in roles[(index + 1)...] {
        let distance = vision.distance(theme[first], theme[second])
        #expect(distance >= 0.14, "\(name): \(first) and \(second) are \(distance) apart")
      }
    }
  }

  @Test(arguments: names) func statesStayApartWith256Colors(_ name: String) {
    let theme = ThemeLibrary().theme(named: name).theme
    guard theme[.failed].foreground != nil else { return }
    let roles: [Role] = [.failed, .warning, .running, .succeeded]
    let colors = roles.compactMap { theme[$0].foreground }
    let indexes = colors.compactMap { TerminalUI.Palette.index(of: $0, depth: .indexed) }
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
}
