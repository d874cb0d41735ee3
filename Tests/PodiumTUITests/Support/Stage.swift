// An app on a terminal of cells: keys go in, frames come out. Nothing runs by itself.
import OrchestraAPI
import PodiumCore
import TerminalUI
import TestSupport
import Testing
import Time

@testable import PodiumTUI

/// A terminal that keeps what it was shown.
@UIActor
final class StageTerminal: Terminal {
  var size: Size
  var capabilities = TerminalCapabilities(colors: .direct, unicode: true)
  private(set) var frames: [Screen] = []

  init(size: Size) { self.size = size }

  func adoptSize() -> Bool { false }
  func pendingKeys() -> [Key] { [] }
  func show(_ screen: Screen, styles: StyleTable) { frames.append(screen) }
  func suspend() {}
  func resume() {}
  func bell() {}
  private(set) var notices: [TerminalNotice] = []
  func notify(_ notice: TerminalNotice) { notices.append(notice) }
  private(set) var copied: [String] = []
  var takesCopies = true
  func copy(_ text: String) -> Bool {
    if takesCopies { copied.append(text) }
    return takesCopies
  }
  func close() {}
}

/// An app with a clock that stands still unless it is set.
@UIActor
final class Stage {
  let terminal: StageTerminal
  let app: App
  let clock: Clock

  final class Clock { var now = Fixture.now }

  init(
    _ size: Size = Size(rows: 24, columns: 80), snapshot: Snapshot? = Fixture.snapshot(),
    glyphs: GlyphSet = .unicode, theme: String = "podium-dark", first: Place = .runs
  ) {
    var options = App.Options(theme: ThemeLibrary().theme(named: theme).theme, glyphs: glyphs)
    options.first = first
    let clock = Clock()
    self.clock = clock
    terminal = StageTerminal(size: size)
    app = App(
      terminal: terminal, source: SourceLabel(profile: "acme", host: "127.0.0.1"),
      options: options, wall: { clock.now })
    if let snapshot { app.dispatch(.snapshot(snapshot)) }
    app.draw()
  }

  /// What was sent, in order.
  private(set) var sent: [OperationRequest] = []
  /// Programs that were run, behind the screen or with the terminal.
  private(set) var programs: [ExternalProgram] = []

  /// Uses the settings of a configuration's text.
  func configure(_ text: String) {
    let file = Configuration.reading(Array(text.utf8), file: "c.yaml", vocabulary: .dashboard())
    app.dispatch(.settings(Settings.reading(file), isAsked: false))
    app.draw()
  }

  /// Connects a scripted world: one text for every file, one answer to every write.
  func connect(
    text: RemoteTextSource = RemoteTextSource { _, _ in TextChunk(bytes: []) },
    outcome: OperationOutcome = .failed("unplanned")
  ) {
    var ports = Ports(
      snapshots: { AsyncStream { $0.finish() } }, watch: { _ in }, refresh: {},
      perform: { [weak self] request in
        await self?.note(request)
        return outcome
      }, text: { _ in text })
    ports.run = { [weak self] program in
      await self?.note(program)
      return .init(.exited(0), lastLine: "ran \(program.words.count) words")
    }
    app.connect(ports) { [weak self] program, ended in
      self?.note(program)
      ended(.init(.exited(0)))
    }
  }

  private func note(_ program: ExternalProgram) { programs.append(program) }

  private func note(_ request: OperationRequest) { sent.append(request) }

  /// Waits until nothing is under way any more.
  func settle() async {
    while app.runner?.isIdle == false { await Task.yield() }
    app.draw()
  }

  /// Presses keys by name, all in one go.
  func press(_ names: String...) {
    app.dispatch(.keys(names.compactMap { Key(name: $0) }))
    app.draw()
  }

  /// Types characters.
  func type(_ text: String) {
    app.dispatch(.keys(text.map { .char($0) }))
    app.draw()
  }

  /// Lets a second pass without a key.
  func rest() {
    clock.now = clock.now + .seconds(1)
    app.dispatch(.tick)
    app.draw()
  }

  func show(_ snapshot: Snapshot) {
    app.dispatch(.snapshot(snapshot))
    app.draw()
  }

  /// The rows as text.
  var rows: [String] {
    let screen = app.frame()
    return (0..<screen.size.rows).map { screen.text(row: $0) }
  }

  var lastRow: String { rows.last ?? "" }

  func row(containing text: String) -> String? { rows.first { $0.contains(text) } }

  /// The row with the selection's marker.
  var selectedRow: String? {
    rows.first { $0.hasPrefix(app.options.glyphs.marks.selected) }
  }

  /// Compares the frame with the golden file of that name and the screen's size.
  func expectGolden(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let frame = app.frame()
    let size = "\(frame.size.columns)x\(frame.size.rows)"
    let text = ScreenText.write(frame) { Role(style: $0)?.rawValue }
    Golden.expect(
      text, path: "../Screens/\(name)-\(size).screen", sourceLocation: sourceLocation)
  }
}
