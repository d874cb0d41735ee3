// A blocking TCP client on threads of its own: what is really on the wire, without an HTTP library.
import Glibc

/// One connection a call.
package struct RawClient: Sendable {
  private let port: Int

  package init(port: Int) { self.port = port }

  /// Sends the parts one by one and reads until the server closes.
  package func exchange(_ parts: [String]) async -> String {
    await onThread { [port] in
      let fd = Self.connect(port)
      guard fd >= 0 else { return "" }
      defer { close(fd) }
      for part in parts {
        let bytes = Array(part.utf8)
        _ = bytes.withUnsafeBytes {
          send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
      }
      return Self.readAll(fd)
    }
  }

  /// One request with "Connection: close".
  package func get(_ target: String, method: String = "GET", fields: [String] = []) async -> String
  {
    let head = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
    return await exchange([(head + fields).joined(separator: "\r\n") + "\r\n\r\n"])
  }

  private static func connect(_ port: Int) -> Int32 {
    let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(fd, $0, size) }
    }
    guard result == 0 else {
      close(fd)
      return -1
    }
    var limit = timeval(tv_sec: 300, tv_usec: 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    return fd
  }

  private static func readAll(_ fd: Int32) -> String {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(fd, &buffer, buffer.count, 0)
      if count <= 0 { break }
      all += buffer[..<count]
    }
    return String(decoding: all, as: UTF8.self)
  }
}
