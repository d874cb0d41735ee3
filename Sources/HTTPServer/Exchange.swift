// One request on its way through: C exchange → values → task → answer. Reading happens inside the
// daemon's callback, answering from whatever thread the task runs on.
import CMicroHTTPD
import HTTP

/// `@unchecked`: the pointer is used once more after reading, to answer, and C locks inside.
struct Exchange: @unchecked Sendable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  /// Lets whoever guards refuse the request by its head, before its body is read.
  func guarded(_ refusal: Listener.Guard) {
    guard let method else { return }
    guard let reply = refusal(request(method), peer()), case .whole(let bytes) = reply.body else {
      return
    }
    FieldList(reply.headers).withFields { fields in
      bytes.withUnsafeBytes { body in
        cm_refuse(
          pointer, UInt32(clamping: reply.status), fields.baseAddress, fields.count,
          body.baseAddress, body.count)
      }
    }
  }

  /// Reads the request and answers it in a task of its own.
  func serve(_ handler: @escaping Listener.Handler) {
    let peer = peer()
    guard let method else { return answer(Self.unknownMethod) }
    let request = request(method)
    Task { answer(await handler(request, peer)) }
  }

  private static var unknownMethod: Reply {
    Reply(
      status: 405,
      headers: [
        "Content-Type": "application/json", "Allow": "GET, HEAD, POST, PUT, PATCH, DELETE",
      ],
      body: .whole(Array(#"{"detail":"Method Not Allowed"}"#.utf8)))
  }

  private var method: HTTPMethod? { HTTPMethod(rawValue: String(cString: cm_method(pointer))) }

  private func request(_ method: HTTPMethod) -> HTTPRequest {
    let target = Self.originForm(String(cString: cm_target(pointer)))
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var length = 0
    let bytes = cm_body(pointer, &length)
    let body = bytes.map { Array(UnsafeBufferPointer(start: $0, count: length)) } ?? []
    return HTTPRequest(
      method, String(parts[0]), query: parts.count > 1 ? Query(encoded: String(parts[1])) : Query(),
      headers: headers(), body: body)
  }

  /// The path of an absolute target ("http://host/path") as well.
  private static func originForm(_ target: String) -> Substring {
    guard target.hasPrefix("http://") else { return target[...] }
    let rest = target.dropFirst(7)
    return rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
  }

  private func headers() -> HTTPHeaders {
    var headers = HTTPHeaders()
    withUnsafeMutablePointer(to: &headers) { target in
      cm_each_field(pointer, target) { context, field in
        let headers = context?.assumingMemoryBound(to: HTTPHeaders.self)
        headers?.pointee.fields.append(
          HTTPHeaders.Field(
            text(field.name, field.name_length), text(field.value, field.value_length)))
      }
    }
    return headers
  }

  private func peer() -> Peer {
    var port: UInt16 = 0
    let address = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      cm_peer(pointer, buffer.baseAddress, 64, &port)
      return buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    return Peer(address: address, port: Int(port))
  }

  private func answer(_ reply: Reply) {
    FieldList(reply.headers).withFields { fields in
      let status = UInt32(clamping: reply.status)
      switch reply.body {
      case .whole(let bytes):
        _ = bytes.withUnsafeBytes { body in
          cm_answer(pointer, status, fields.baseAddress, fields.count, body.baseAddress, body.count)
        }
      case .stream(let length, let next):
        let context = Unmanaged.passRetained(StreamBox(next)).toOpaque()
        _ = cm_answer_stream(
          pointer, status, fields.baseAddress, fields.count, length.map(Int64.init) ?? -1, context,
          { context, stream in
            guard let context, let stream else { return }
            Unmanaged<StreamBox>.fromOpaque(context).takeUnretainedValue().feed(stream)
          },
          { context in
            guard let context else { return }
            Unmanaged<StreamBox>.fromOpaque(context).release()
          })
      }
    }
  }
}

/// The producer of a streamed body.
private final class StreamBox: Sendable {
  private let next: @Sendable () async -> Reply.Chunk

  init(_ next: @escaping @Sendable () async -> Reply.Chunk) { self.next = next }

  func feed(_ stream: OpaquePointer) {
    let address = UInt(bitPattern: stream)
    Task {
      let chunk = await next()
      guard let stream = OpaquePointer(bitPattern: address) else { return }
      switch chunk {
      case .bytes(let bytes):
        bytes.withUnsafeBytes { cm_feed(stream, $0.baseAddress, $0.count, CM_MORE) }
      case .end: cm_feed(stream, nil, 0, CM_END)
      case .cut: cm_feed(stream, nil, 0, CM_CUT)
      }
    }
  }
}

/// Header fields as C sees them: all text in one buffer.
private struct FieldList {
  private var bytes: [UInt8] = []
  private var ends: [(name: Int, value: Int)] = []

  init(_ headers: HTTPHeaders) {
    for field in headers.fields {
      bytes += field.name.utf8
      let name = bytes.count
      bytes += field.value.utf8
      ends.append((name, bytes.count))
    }
  }

  func withFields(_ body: (UnsafeBufferPointer<cm_field>) -> Void) {
    bytes.withUnsafeBytes { raw in
      let base = raw.bindMemory(to: CChar.self).baseAddress
      var start = 0
      var fields: [cm_field] = []
      for end in ends {
        fields.append(
          cm_field(
            name: base.map { $0 + start }, name_length: end.name - start,
            value: base.map { $0 + end.name }, value_length: end.value - end.name))
        start = end.value
      }
      fields.withUnsafeBufferPointer(body)
    }
  }
}

private func text(_ bytes: UnsafePointer<CChar>?, _ length: Int) -> String {
  guard let bytes else { return "" }
  return bytes.withMemoryRebound(to: UInt8.self, capacity: length) {
    String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
  }
}
