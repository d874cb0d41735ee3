// Which value a plain scalar means: the core schema of YAML 1.2 (specification 10.3.2), nothing of
// 1.1.

extension YAMLScalar {
  /// Reads unquoted text. Whole numbers beyond 64 bits become `.double`.
  package init(plain text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .bool(true)
    case "false", "False", "FALSE": self = .bool(false)
    default: self = Self.number(text) ?? .string(text)
    }
  }

  private static func number(_ text: String) -> YAMLScalar? {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, isDigit(first) || [43, 45, 46].contains(first), bytes.count < 400
    else { return nil }
    if bytes.count > 2, bytes[0] == 48, let radix = [111: 8, 120: 16][Int(bytes[1])] {
      return radixNumber(bytes.dropFirst(2), radix: radix)
    }
    switch text.drop(while: { $0 == "+" || $0 == "-" }) {
    case ".inf", ".Inf", ".INF":
      guard bytes.count <= 5 else { return nil }
      return .double(first == 45 ? -.infinity : .infinity)
    case ".nan", ".NaN", ".NAN": return bytes.count == 4 ? .double(.nan) : nil
    default: return decimal(bytes, text)
    }
  }

  private static func radixNumber(_ digits: ArraySlice<UInt8>, radix: Int) -> YAMLScalar? {
    guard !digits.contains(43), !digits.contains(45) else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self), radix: radix).map { .int($0) }
  }

  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
  private static func decimal(_ bytes: [UInt8], _ text: String) -> YAMLScalar? {
    var at = bytes[0] == 43 || bytes[0] == 45 ? 1 : 0
    let wholeDigits = skipDigits(bytes, &at)
    if at == bytes.count, wholeDigits > 0 {
      return Int64(text).map { .int($0) } ?? Double(text).map { .double($0) }
    }
    var fractionDigits = 0
    if at < bytes.count, bytes[at] == 46 {
      at += 1
      fractionDigits = skipDigits(bytes, &at)
    }
    guard wholeDigits + fractionDigits > 0 else { return nil }
    if at < bytes.count, bytes[at] == 101 || bytes[at] == 69 {
      at += 1
      if at < bytes.count, bytes[at] == 43 || bytes[at] == 45 { at += 1 }
      guard skipDigits(bytes, &at) > 0 else { return nil }
    }
    return at == bytes.count ? Double(text).map { .double($0) } : nil
  }

  private static func skipDigits(_ bytes: [UInt8], _ at: inout Int) -> Int {
    let start = at
    while at < bytes.count, isDigit(bytes[at]) { at += 1 }
    return at - start
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
