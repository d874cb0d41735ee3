// The only implementation of `Terminal` that draws. ncurses itself stays behind CTerm.
import CTerm
import Time

/// The terminal on standard input and output. There can be one at a time.
@UIActor
package final class NcursesTerminal: Terminal {
  /// Keys taken in one go; more wait for the next turn.
  static let keysMax = 4096
  /// Frames with more changed rows are bracketed as one update, where the terminal knows how.
  static let plainRowsMax = 4

  /// What the environment says about the terminal.
  package struct Options: Sendable {
    package var type: String?
    /// Use a 24-bit terminal entry, if there is one.
    package var trueColor: Bool
    package var mouse: Bool
    package var clipboard: ClipboardRoute

    package init(type: String?, trueColor: Bool = false, mouse: Bool = false) {
      self.type = type
      self.trueColor = trueColor
      self.mouse = mouse
      clipboard = ClipboardRoute(type: type ?? "") { _ in nil }
    }

    /// Reads `TERM`, `COLORTERM`, and which multiplexer it is in.
    package init(environment: (String) -> String?, mouse: Bool = false) {
      let color = environment("COLORTERM")
      self.init(
        type: environment("TERM"), trueColor: color == "truecolor" || color == "24bit",
        mouse: mouse)
      clipboard = ClipboardRoute(type: type ?? "", environment: environment)
    }
  }

  package let capabilities: TerminalCapabilities
  package let clipboard: ClipboardRoute
  package private(set) var size: Size
  private var shown: Screen
  private var styles: StyleTable?
  private var decoder: KeyDecoder
  /// Whether OSC 52 and its kin are understood, or at least swallowed.
  private let isXtermLike: Bool
  /// Whether the title tells a notice that nobody has seen yet.
  private var hasTitle = false

  /// Takes the terminal, and guards it against crashes of the program.
  package init(_ options: Options, clock: @escaping MonotonicClock = SystemClock.monotonic)
    throws(TerminalError)
  {
    let unicode = ct_locale() == 1
    let name = options.type ?? ""
    clipboard = options.clipboard
    isXtermLike = Clipboard.isKnown(toType: name)
    switch Int(ct_open(name, options.trueColor ? 1 : 0)) {
    case CT_OK: break
    case CT_NOT_A_TERMINAL: throw .notATerminal
    case CT_TERM_UNSET: throw .typeUnset
    case CT_TERM_UNKNOWN: throw .typeUnknown(name)
    case CT_TERM_TOO_SIMPLE: throw .typeTooSimple(name)
    default: throw .failed(name)
    }
    ct_crash_guard()
    if options.mouse { ct_mouse(1) }
    capabilities = TerminalCapabilities(
      colors: ColorDepth(colors: Int(ct_colors())), unicode: unicode)
    size = Self.currentSize()
    shown = Screen(size: Size(rows: 0, columns: 0))
    decoder = KeyDecoder(clock: clock)
  }

  package func pendingKeys() -> [Key] {
    var keys: [Key] = []
    while keys.count < Self.keysMax {
      let event = ct_read()
      if event.kind == CT_NONE { break }
      keys += decoder.keys(event)
    }
    if let key = decoder.idle() { keys.append(key) }
    if !keys.isEmpty { restoreTitle() }
    return keys
  }

  package func show(_ screen: Screen, styles: StyleTable) {
    if self.styles != styles { set(styles) }
    let runs = screen.changes(from: shown)
    var rows = 0
    var last = -1
    screen.cells.withUnsafeBufferPointer { cells in
      for run in runs {
        if run.row != last { rows += 1 }
        last = run.row
        let start = run.row * screen.size.columns
        let range = (start + run.columns.lowerBound)..<(start + run.columns.upperBound)
        Self.put(UnsafeBufferPointer(rebasing: cells[range]), at: run)
      }
    }
    shown = screen
    let cursor = screen.cursor ?? Point(row: -1, column: -1)
    ct_flush(Int32(cursor.row), Int32(cursor.column), rows > Self.plainRowsMax ? 1 : 0)
  }

  /// Adopts the terminal's size; true if it changed.
  package func adoptSize() -> Bool {
    let changed = ct_resized() == 1
    size = Self.currentSize()
    return changed
  }

  package func suspend() {
    restoreTitle()
    ct_suspend()
  }

  package func resume() {
    ct_resume()
    size = Self.currentSize()
  }

  package func repaint() {
    ct_erase()
    shown = Screen(size: Size(rows: 0, columns: 0))
  }

  package func bell() { ct_bell() }

  package func notify(_ notice: TerminalNotice) {
    var bytes = notice.bytes(by: clipboard)
    if clipboard != .none, notice.ways.contains(.title) {
      if !hasTitle { bytes += TerminalNotice.saveTitle }
      bytes += notice.titleBytes
      hasTitle = true
    }
    send(bytes)
  }

  /// The title as it was before the notice.
  private func restoreTitle() {
    guard hasTitle else { return }
    hasTitle = false
    send(TerminalNotice.restoreTitle)
  }

  private func send(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes {
      ct_send($0.bindMemory(to: CChar.self).baseAddress, Int32($0.count))
    }
  }

  /// Asks terminals that understand it for their ground; `Key.ground` is the answer, if there is one.
  package func askGround() {
    if isXtermLike { ct_ask_ground() }
  }

  package func copy(_ text: String) -> Bool {
    guard let sequence = Clipboard.sequence(for: text, by: clipboard) else { return false }
    send(sequence)
    return true
  }

  package func close() {
    restoreTitle()
    ct_close()
  }

  private static func currentSize() -> Size {
    var (rows, columns): (Int32, Int32) = (0, 0)
    ct_size(&rows, &columns)
    return Size(rows: Int(rows), columns: Int(columns))
  }

  private static func put(_ cells: UnsafeBufferPointer<Cell>, at run: CellRun) {
    withUnsafeTemporaryAllocation(of: ct_cell.self, capacity: cells.count) { target in
      for (i, cell) in cells.enumerated() {
        target.initializeElement(
          at: i,
          to: ct_cell(
            low: cell.low, high: cell.high, style: cell.style.rawValue, width: cell.width))
      }
      ct_put(
        Int32(run.row), Int32(run.columns.lowerBound), target.baseAddress, Int32(cells.count))
    }
  }

  private func set(_ styles: StyleTable) {
    self.styles = styles
    let depth = capabilities.colors
    ct_styles_reset()
    for (id, style) in styles.styles.enumerated() {
      var attributes = UInt32(style.attributes.rawValue)
      if depth == .eight, case .ansi(let color) = style.foreground, color >= 8 {
        attributes |= UInt32(CT_BOLD)  // bold is how eight-colour terminals make bright ones
      }
      ct_style(
        UInt8(id), Self.code(style.foreground, depth), Self.code(style.background, depth),
        attributes)
    }
    shown = Screen(size: Size(rows: 0, columns: 0))
  }

  /// The driver's number of a colour; -1 for the terminal's own.
  private static func code(_ color: Color?, _ depth: ColorDepth) -> Int32 {
    guard let color, depth != .none else { return -1 }
    if depth < .direct { return Palette.index(of: color, depth: depth).map { Int32($0) } ?? -1 }
    // Direct entries keep numbers 0...7 for the user's palette.
    if case .ansi(let color) = color, color < 8 { return Int32(color) }
    return Palette.rgb(of: color).map { max(8, Int32($0)) } ?? -1
  }
}

extension TerminalCapabilities {
  /// What the terminal of this environment can show, by its type alone: for commands that print and
  /// go. Adopts the locale's character set.
  package init(environment: (String) -> String?) {
    let options = NcursesTerminal.Options(environment: environment)
    let colors = ColorDepth(colors: Int(ct_colors_of(options.type ?? "")))
    self.init(
      colors: options.trueColor && colors > .none ? .direct : colors, unicode: ct_locale() == 1)
  }
}
