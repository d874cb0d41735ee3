// Theme files: what they may say, and how mistakes are told.
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite struct ThemeFileTests {
  @Test func aLookIsInkGroundAndAttributes() {
    let file = ThemeFile(
      reading: """
        palette: {coral: "#ff8076"}
        roles:
          text: white on 234
          status.failed: coral bold underline
          table.selected: on bright-blue
          key: default reverse
        """, file: "night.yaml")
    #expect(file.problems == [])
    #expect(file.theme.name == "night")
    #expect(file.theme[.text] == Style(foreground: .ansi(7), background: .indexed(234)))
    let failed = Style(
      foreground: .rgb(0xff, 0x80, 0x76), background: .indexed(234),
      attributes: [.bold, .underline])
    #expect(file.theme[.failed] == failed)
    #expect(file.theme[.tableSelected].background == .ansi(12))
    #expect(file.theme[.key].foreground == .default)
  }

  @Test func aRoleThatIsLeftOutTakesTheBroaderOne() {
    let file = ThemeFile(reading: "roles: {text: white, status: blue bold}", file: "x.yaml")
    #expect(file.theme[.running] == Style(foreground: .ansi(4), attributes: .bold))
    #expect(file.theme[.logError] == Style(foreground: .ansi(7)))
  }

  @Test func mistakesAreToldWithTheirLineAndCostOnlyThemselves() {
    let file = ThemeFile(
      reading: """
        colour: x
        palette:
          coral: "#ff80zz"
        roles:
          status.faild: red
          status.warning: yelow bold
          status.failed: red
        """, file: "x.yaml")
    #expect(file.problems.count == 4)
    #expect(file.problems[0].hasPrefix("x.yaml:1:1: there is no key colour"))
    #expect(file.problems[1].contains("x.yaml:3:") && file.problems[1].contains("#ff80zz"))
    #expect(file.problems[2].contains("x.yaml:5:3: there is no role status.faild"))
    #expect(file.problems[2].contains("status.failed"))
    #expect(file.problems[3].contains("x.yaml:6:") && file.problems[3].contains("yellow"))
    #expect(file.theme[.failed].foreground == .ansi(1))
    #expect(file.theme[.warning].attributes == .bold)
  }

  @Test(arguments: ["", "[1, 2]", "roles: 7", "a: [", "roles: {text: [x]}"])
  func nonsenseGivesATheme(_ text: String) {
    _ = ThemeFile(reading: text, file: "x.yaml").theme.styleTable
  }
}

@Suite struct ThemeLibraryTests {
  private func library(_ files: [String: String]) -> ThemeLibrary {
    ThemeLibrary(folder: "/home/me/themes") { files[$0] }
  }

  @Test func aPersonalThemeComesBeforeTheBuiltInOne() {
    let mine = library(["/home/me/themes/mono.yaml": "summary: mine\nroles: {text: red}"])
    #expect(mine.theme(named: "mono").theme.summary == "mine")
    #expect(mine.theme(named: "sixteen").theme.summary != "mine")
  }

  @Test func aPathIsAFile() {
    let found = library(["./night.yaml": "inherits: mono\nroles: {status.failed: red}"])
      .theme(named: "./night.yaml")
    #expect(found.problems == [])
    #expect(found.theme[.failed] == Style(foreground: .ansi(1)))
    #expect(found.theme[.production].attributes == [.bold, .reverse])
  }

  @Test func aPaletteAloneMakesATheme() {
    let found = library([
      "/home/me/themes/a.yaml": "inherits: b\npalette: {coral: '#010203'}",
      "/home/me/themes/b.yaml":
        "palette: {coral: red, sky: blue}\nroles: {status.failed: coral bold, key: sky}",
      "/home/me/themes/c.yaml": "inherits: a\nroles: {title: coral, status.running: sky}",
    ])
    let a = found.theme(named: "a")
    #expect(a.problems == [])
    #expect(a.theme[.failed] == Style(foreground: .rgb(1, 2, 3), attributes: .bold))
    #expect(a.theme[.key].foreground == .ansi(4))
    let c = found.theme(named: "c")
    #expect(c.problems == [], "the colours of the themes above have names here")
    #expect(c.theme[.title].foreground == .rgb(1, 2, 3))
    #expect(c.theme[.running].foreground == .ansi(4))
    #expect(found.theme(named: "b").theme[.failed].foreground == .ansi(1))
  }

  @Test func theUsersOwnThemesAreAmongTheNames() {
    let library = ThemeLibrary(
      folder: "/home/me/themes", files: ["night.yaml", "mono.yaml", ".old.yaml", "notes.txt"])
    #expect(library.names.prefix(3) == ["mono", "night", "podium-dark"])
    #expect(library.names.count == ThemeLibrary.builtinNames.count + 1)
  }

  @Test func anUnknownThemeGivesTheUsualOneAndSaysSo() {
    let found = library([:]).theme(named: "nigth")
    #expect(found.theme == library([:]).theme(named: "podium-dark").theme)
    #expect(found.problems.first?.contains("there is no theme nigth") == true)
  }

  @Test func themesThatInheritFromEachOtherEnd() {
    let found = library([
      "/home/me/themes/a.yaml": "inherits: b", "/home/me/themes/b.yaml": "inherits: a",
    ]).theme(named: "a")
    #expect(found.problems.contains { $0.contains("inherit") })
  }

  @Test func theTerminalDecidesWhenNobodyAsks() {
    let library = library([:])
    func name(_ asked: String?, _ depth: ColorDepth, _ noColor: Bool, _ light: Bool? = nil)
      -> String
    {
      library.choose(requested: asked, depth: depth, noColor: noColor, lightBackground: light)
        .theme.name
    }
    #expect(name(nil, .direct, false) == "podium-dark")
    #expect(name(nil, .indexed, false, true) == "podium-light")
    #expect(name(nil, .sixteen, false) == "sixteen")
    #expect(name("podium-light", .eight, false) == "podium-light")
    #expect(name("podium-light", .indexed, true) == "mono")
    #expect(name(nil, .none, false) == "mono")
  }

  @Test func terminalsSayWhetherTheyAreLight() {
    #expect(ThemeLibrary.isLight(colorFGBG: "0;15") == true)
    #expect(ThemeLibrary.isLight(colorFGBG: "15;default;0") == false)
    #expect(ThemeLibrary.isLight(colorFGBG: nil) == nil)
  }
}
