// The key that clients of a served engine must send: the user's, or one made once and kept beside
// the engine's data, so that clients still fit after a restart.
import Glibc
import PodiumServer

enum ServerKey {
  /// From --token-file or PODIUM_TOKEN; nil when neither is there.
  static func given(_ invocation: Invocation) throws(CommandFailure) -> AccessKey? {
    if let path = invocation.arguments.text("--token-file") {
      guard let text = SmallFile.text(path) else {
        throw CommandFailure(.notFound, "--token-file \(path): \(String(cString: strerror(errno)))")
      }
      return try key(text, from: path)
    }
    guard let text = invocation.environment["PODIUM_TOKEN"], !text.isEmpty else { return nil }
    return try key(text, from: "PODIUM_TOKEN")
  }

  /// The key kept in a data folder; made when there is none yet.
  static func kept(in folder: String) throws(CommandFailure) -> AccessKey {
    let path = folder + "/key"
    if let text = SmallFile.text(path) { return try key(text, from: path) }
    var generator = SystemRandomNumberGenerator()
    let fresh = AccessKey.random(using: &generator)
    try write(fresh.secret + "\n", path)
    return fresh
  }

  private static func key(_ text: String, from source: String) throws(CommandFailure) -> AccessKey {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 1, let word = words.first,
      word.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
    else { throw .usage("\(source) must hold one word, the key that clients send") }
    return AccessKey(String(word))
  }

  private static func write(_ text: String, _ path: String) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    let bytes = Array(text.utf8)
    guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw CommandFailure(.failed, "\(path): \(String(cString: strerror(errno)))")
    }
    close(descriptor)
  }
}
