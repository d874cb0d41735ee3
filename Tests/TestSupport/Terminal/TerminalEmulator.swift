// A terminal as a value: bytes in, a screen out. It understands what ncurses sends for xterm, tmux,
// screen, linux and vt100, keeps a list of what it does not understand, and of every mode left on.

/// What a real terminal would show, and what it would be left with.
package struct TerminalEmulator: Sendable {
  package internal(set) var rows: Int
  package internal(set) var columns: Int
  /// The cursor, 0-based.
  package internal(set) var cursor: (row: Int, column: Int) = (0, 0)
  /// Sequences nothing here understands, as printable text. A test wants it empty.
  package internal(set) var unknown: [String] = []
  package internal(set) var bells = 0
  package internal(set) var bytesReceived = 0
  package internal(set) var title = ""
  /// Desktop notifications, by OSC 9 and OSC 777.
  package internal(set) var notices: [String] = []
  /// What a multiplexer was asked to hand on to the terminal outside, unwrapped.
  package internal(set) var passedOn: [String] = []
  /// Titles put aside by CSI 22 t, for CSI 23 t.
  var savedTitles: [String] = []
  /// What the program asked the terminal for by OSC: "11;?". Tests answer by typing.
  package internal(set) var questions: [String] = []

  var parser = EscapeParser()
  var cells: [[EmulatedCell]]
  var style = EmulatedStyle()
  var region: ClosedRange<Int>
  /// Set when the last column was written: the next character wraps first.
  var wrapPending = false
  var privateModes: [Int: Bool] = [:]
  var insertMode = false
  var keypadApplication = false
  var charsets: [Character] = ["B", "B"]
  var shift = 0
  var saved: (cursor: (row: Int, column: Int), style: EmulatedStyle) = ((0, 0), EmulatedStyle())
  var primary: [[EmulatedCell]]?
  var lastScalar: Unicode.Scalar = " "

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    region = 0...(rows - 1)
    cells = Self.blank(rows, columns)
  }

  static func blank(_ rows: Int, _ columns: Int) -> [[EmulatedCell]] {
    Array(repeating: Array(repeating: EmulatedCell(), count: columns), count: rows)
  }

  /// What the program wrote.
  package mutating func feed(_ bytes: [UInt8]) {
    bytesReceived += bytes.count
    for token in parser.feed(bytes) { perform(token) }
  }

  /// The window was resized: rows and columns are cut or added at the bottom and the right.
  package mutating func resize(rows: Int, columns: Int) {
    func fit(_ grid: [[EmulatedCell]]) -> [[EmulatedCell]] {
      let cut = grid.prefix(rows).map { line in
        Array(line.prefix(columns))
          + Array(repeating: EmulatedCell(), count: max(0, columns - line.count))
      }
      return cut + Self.blank(max(0, rows - grid.count), columns)
    }
    cells = fit(cells)
    primary = primary.map(fit)
    (self.rows, self.columns) = (rows, columns)
    region = 0...(rows - 1)
    cursor = (min(cursor.row, rows - 1), min(cursor.column, columns - 1))
    wrapPending = false
  }

  private mutating func perform(_ token: EscapeToken) {
    switch token {
    case .character(let scalar): put(scalar)
    case .control(let byte): control(byte)
    case .escape(let text): escape(text)
    case .sequence(let marker, let numbers, let intermediates, let final):
      sequence(marker, numbers, intermediates, final)
    case .string(let kind, let text):
      if kind == "]", text.hasPrefix("0;") || text.hasPrefix("2;") {
        title = String(text.dropFirst(2))
      }
      if kind == "]", text.hasPrefix("9;") || text.hasPrefix("777;") { notices.append(text) }
      if kind == "]", text.hasSuffix("?") { questions.append(text) }
      if kind == "P", text.hasPrefix("tmux;") {
        passedOn.append(String(text.dropFirst(5)).replacing("\u{1B}\u{1B}", with: "\u{1B}"))
      }
    case .garbage(let bytes): note("bytes \(bytes)")
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x00: break
    case 0x07: bells += 1
    case 0x08: move(to: cursor.row, max(0, cursor.column - 1))
    case 0x09: move(to: cursor.row, min(columns - 1, (cursor.column / 8 + 1) * 8))
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D: move(to: cursor.row, 0)
    case 0x0E: shift = 1
    case 0x0F: shift = 0
    default: note("control \(byte)")
    }
  }

  mutating func note(_ what: String) {
    if unknown.count < 100 { unknown.append(what) }
  }
}
