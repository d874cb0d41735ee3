// Names for sessions and kept states.
import CSystem

/// Names nobody can guess: 128 random bits in hexadecimal.
package enum RandomHandle {
  /// A new name.
  @Sendable package static func make() -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    cs_random(&bytes, 16)
    return bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
