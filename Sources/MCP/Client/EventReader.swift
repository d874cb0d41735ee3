// Reads an event stream (WHATWG HTML, "Server-sent events") as it arrives, piece by piece.

/// Cuts a stream into events.
struct EventReader {
  /// One event.
  struct Event: Equatable {
    var name = "message"
    var data = ""
  }

  /// The id to resume after; nil when the server gave none.
  private(set) var lastID: String?
  /// How long to wait before resuming, in milliseconds; nil when the server did not say.
  private(set) var retry: Int?

  /// Bytes of one line at most; more than any message may have.
  private static let lineBytesMax = 16 << 20

  private var line: [UInt8] = []
  private var endedWithCR = false
  private var isFirst = true
  private var name = ""
  private var data: [String] = []

  /// Takes bytes and gives the events that they complete.
  mutating func take(_ bytes: [UInt8]) -> [Event] {
    var events: [Event] = []
    for byte in bytes {
      defer { endedWithCR = byte == 0x0D }
      if byte == 0x0A, endedWithCR { continue }
      if byte == 0x0A || byte == 0x0D {
        if let event = finishLine() { events.append(event) }
      } else if line.count < Self.lineBytesMax {
        line.append(byte)
      }
    }
    return events
  }

  private mutating func finishLine() -> Event? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    isFirst = false
    guard !line.isEmpty else { return dispatch() }
    guard line[0] != UInt8(ascii: ":") else { return nil }
    let parts = line.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    var value = parts.count > 1 ? parts[1] : []
    if value.first == 0x20 { value = value.dropFirst() }
    let text = String(decoding: value, as: UTF8.self)
    switch String(decoding: parts[0], as: UTF8.self) {
    case "event": name = text
    case "data": data.append(text)
    case "id": if !value.contains(0) { lastID = text }
    case "retry": if let number = Int(text), number >= 0 { retry = number }
    default: break
    }
    return nil
  }

  private mutating func dispatch() -> Event? {
    defer { (name, data) = ("", []) }
    let text = data.joined(separator: "\n")
    guard !text.isEmpty else { return nil }
    return Event(name: name.isEmpty ? "message" : name, data: text)
  }
}
