// One character cell: 16 bytes, text inline, no allocation.

/// A cluster of at most 12 bytes of UTF-8 with its width and style. Marks beyond that are dropped:
/// no script needs them, and stacks of marks are used to overdraw other rows.
package struct Cell: Sendable, Hashable {
  static let bytesMax = 12

  /// The first eight bytes, the first of them lowest, and the other four.
  private(set) var low: UInt64
  private(set) var high: UInt32
  package var style: StyleID
  /// Columns: 1 or 2; 0 for the right half of the wide cell before it.
  package private(set) var width: UInt8

  /// A space.
  package static let blank = Cell(scalar: 0x20, width: 1, style: .plain)

  /// The right half of a wide cell.
  static func continuation(_ style: StyleID) -> Cell {
    var cell = Cell(scalar: 0, width: 1, style: style)
    cell.width = 0
    return cell
  }

  /// A scalar that was sanitised, of the given width.
  init(scalar: UInt32, width: Int, style: StyleID) {
    low = 0
    high = 0
    self.style = style
    self.width = UInt8(width)
    append(scalar, at: 0)
  }

  /// The first cluster of a text, sanitised; a space if there is none.
  package init(_ text: String, style: StyleID = .plain) {
    self = Cell(scalar: 0x20, width: 1, style: style)
    var isFirst = true
    for scalar in Sanitizer.clean(text).unicodeScalars {
      let width = TextWidth.columns(of: scalar.value)
      if isFirst && width > 0 {
        self = Cell(scalar: scalar.value, width: width, style: style)
      } else if width == 0 {
        combine(scalar.value)
      } else {
        break
      }
      isFirst = false
    }
  }

  /// The cluster; empty for the right half of a wide cell.
  package var text: String {
    withUTF8 { String(decoding: $0, as: UTF8.self) }
  }

  var isContinuation: Bool { width == 0 }

  /// Bytes of UTF-8.
  var count: Int {
    high != 0 ? 12 - high.leadingZeroBitCount / 8 : 8 - low.leadingZeroBitCount / 8
  }

  /// Adds a combining mark, if there is room.
  mutating func combine(_ scalar: UInt32) { append(scalar, at: count) }

  /// The same cell in another style.
  package func styled(_ style: StyleID) -> Cell {
    var cell = self
    cell.style = style
    return cell
  }

  func withUTF8<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { buffer in
      buffer.storeBytes(of: low.littleEndian, as: UInt64.self)
      buffer.storeBytes(of: high.littleEndian, toByteOffset: 8, as: UInt32.self)
      return body(UnsafeBufferPointer(rebasing: buffer.bindMemory(to: UInt8.self)[..<count]))
    }
  }

  private mutating func append(_ scalar: UInt32, at offset: Int) {
    guard scalar != 0 else { return }
    let bytes = Self.utf8(scalar)
    let size = (32 - bytes.leadingZeroBitCount + 7) / 8
    guard offset + size <= Self.bytesMax else { return }
    if offset < 8 { low |= UInt64(bytes) << UInt64(offset * 8) }
    if offset + size > 8 {
      high |= offset >= 8 ? bytes << UInt32((offset - 8) * 8) : bytes >> UInt32((8 - offset) * 8)
    }
  }

  /// UTF-8 with the first byte lowest; U+FFFD for what is no scalar.
  private static func utf8(_ s: UInt32) -> UInt32 {
    switch s {
    case 0..<0x80: s
    case 0x80..<0x800: 0xC0 | s >> 6 | (0x80 | s & 0x3F) << 8
    case 0xD800..<0xE000, 0x110000...: 0xBD_BFEF
    case 0x800..<0x1_0000: 0xE0 | s >> 12 | (0x80 | s >> 6 & 0x3F) << 8 | (0x80 | s & 0x3F) << 16
    default:
      0xF0 | s >> 18 | (0x80 | s >> 12 & 0x3F) << 8 | (0x80 | s >> 6 & 0x3F) << 16
        | (0x80 | s & 0x3F) << 24
    }
  }
}
