// Named time zones from the system's TZif files (RFC 9636), without any library: offsets, gaps and
// overlaps. Foundation's zones are silently GMT in a static build.
import Glibc

/// The offsets of one zone for all times.
package struct TimeZoneRules: Sendable {
  package let name: String
  /// Starts of offsets, in seconds since 1970, ascending.
  let transitions: [Int64]
  /// Seconds east of UTC from each transition on.
  let offsets: [Int]
  let firstOffset: Int
  /// What holds after the last transition; nil: the last offset goes on.
  let rule: PosixZoneRule?

  /// Greenwich without daylight time; needs no file.
  package static let utc = TimeZoneRules(
    name: "UTC", transitions: [], offsets: [], firstOffset: 0, rule: nil)

  /// The zone with an IANA name.
  /// - Parameter directory: the database, a parameter for tests.
  package init(
    named name: String, directory: String = TimeZoneRules.systemDirectory
  ) throws(TimeZoneError) {
    if ["UTC", "Etc/UTC", "GMT", "Z"].contains(name) {
      self = .utc
      return
    }
    guard Self.isName(name) else { throw .unknown(name) }
    guard let bytes = Self.file("\(directory)/\(name)") else {
      throw Self.exists(directory) ? .unknown(name) : .noDatabase(directory)
    }
    guard let zone = TimeZoneRules(name: name, file: bytes) else { throw .unreadable(name) }
    self = zone
  }

  init(name: String, transitions: [Int64], offsets: [Int], firstOffset: Int, rule: PosixZoneRule?) {
    self.name = name
    self.transitions = transitions
    self.offsets = offsets
    self.firstOffset = firstOffset
    self.rule = rule
  }

  /// Where Debian keeps the database (package tzdata).
  package static let systemDirectory = "/usr/share/zoneinfo"

  /// Seconds east of UTC at a moment.
  package func offset(at time: Timestamp) -> Int { offset(atSeconds: time.seconds) }

  func offset(atSeconds seconds: Int64) -> Int {
    guard let last = transitions.last, seconds < last else {
      return rule?.offset(at: seconds) ?? offsets.last ?? firstOffset
    }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  /// The moments at which clocks of the zone show a local time: none in a gap, two in an overlap,
  /// else one.
  /// - Parameter localSeconds: the local calendar time as if it were UTC.
  package func instants(localSeconds: Int64) -> [Int64] {
    let around = [
      offset(atSeconds: localSeconds - 86_400), offset(atSeconds: localSeconds + 86_400),
    ]
    return Set(around).map { localSeconds - Int64($0) }.filter { instant in
      instant + Int64(offset(atSeconds: instant)) == localSeconds
    }.sorted()
  }

  /// Calendar fields of a moment in this zone.
  package func civil(_ time: Timestamp) -> CivilDate { CivilDate(time, offset: offset(at: time)) }

  /// Names of the database for suggestions; empty when it has no list.
  package static func knownNames(directory: String = systemDirectory) -> [String] {
    guard let bytes = file("\(directory)/tzdata.zi") ?? file("\(directory)/zone.tab") else {
      return []
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.compactMap { line in
      let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      switch (fields.first, fields.count) {
      case ("Z", 2...): return String(fields[1])
      case ("L", 3...),
        (_, 3...) where !line.hasPrefix("#") && fields[2].contains("/"):
        return String(fields[2])
      default: return nil
      }
    }
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64 && !name.hasPrefix("/") && !name.contains("..")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case 43, 45, 47, 95, 48...57, 65...90, 97...122: true
        default: false
        }
      }
  }

  private static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

  /// At most 256 KiB of a file.
  private static func file(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256 << 10)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { space -> Int in
        guard let base = space.baseAddress else { return 0 }
        return read(descriptor, base + filled, space.count - filled)
      }
      if count < 0 { return nil }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }
}

/// Why a zone can't be used.
package enum TimeZoneError: Error, Sendable, Hashable, CustomStringConvertible {
  case unknown(String)
  case unreadable(String)
  /// The machine has no database of zones.
  case noDatabase(String)

  package var description: String {
    switch self {
    case .unknown(let name): "“\(name)” is not a time zone"
    case .unreadable(let name): "the file of time zone “\(name)” can't be read"
    case .noDatabase(let path): "there are no time zones at \(path); install tzdata"
    }
  }
}
