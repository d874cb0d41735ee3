// One exchange on the loop's thread: how its handle is set up, and the answer as it arrives.
import CCurl
import HTTP
import OrchestraAPI

final class CurlTransfer {
  let id: UInt64
  let order: CurlOrder
  let handle: UnsafeMutableRawPointer
  let continuation: CheckedContinuation<CurlLoop.Outcome, Never>

  private(set) var fields: [HTTPHeaders.Field] = []
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false
  private var bodyBytes = 0
  /// The first option that libcurl refused.
  private var refusal: CURLcode?
  private var headerBytes = 0
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>

  /// Bytes of all header lines of one answer.
  private static let headerBytesMax = 128 << 10
  /// Read at once: a page of a hundred runs in one or two pieces.
  private static let readBytes = 128 << 10
  private static let errorBytes = Int(CURL_ERROR_SIZE)

  init(
    id: UInt64, order: CurlOrder, handle: UnsafeMutableRawPointer,
    _ continuation: CheckedContinuation<CurlLoop.Outcome, Never>
  ) {
    self.id = id
    self.order = order
    self.handle = handle
    self.continuation = continuation
    errorText = .allocate(capacity: Self.errorBytes)
    errorText.initialize(repeating: 0, count: Self.errorBytes)
  }

  /// After this the transfer must not be used any more.
  func freeBuffers() {
    curl_slist_free_all(headerList)
    headerList = nil
    errorText.deallocate()
  }

  /// libcurl's own words for the failure.
  var errorWords: String { String(cString: errorText) }

  /// Sets the handle up; words for what libcurl refused, in which case it must not be used.
  func prepare() -> String? {
    let context = Unmanaged.passUnretained(self).toOpaque()
    check(cc_set_private(handle, context))
    check(cc_set_error_buffer(handle, errorText))
    check(cc_on_body(handle, CurlTransfer.receiveBody, context))
    check(cc_on_header(handle, CurlTransfer.receiveHeader, context))
    prepareConnection()
    prepareMethod()
    prepareHeaders()
    return refusal.map { String(cString: curl_easy_strerror($0)) }
  }

  private func check(_ code: CURLcode) {
    if code != CURLE_OK, refusal == nil { refusal = code }
  }

  private func prepareConnection() {
    check(cc_set_text(handle, CURLOPT_URL, order.url))
    check(cc_set_long(handle, CURLOPT_PATH_AS_IS, 1))
    check(cc_set_long(handle, CURLOPT_NOSIGNAL, 1))
    // A handle that failed before may still hold its buffer, and then refuses another size.
    _ = cc_set_long(handle, CURLOPT_BUFFERSIZE, Self.readBytes)
    check(cc_set_private_sockets(handle))
    check(cc_set_text(handle, CURLOPT_PROTOCOLS_STR, order.isTLS ? "https" : "http"))
    check(cc_set_long(handle, CURLOPT_FOLLOWLOCATION, 0))
    check(cc_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1))
    check(cc_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1))
    check(cc_set_text(handle, CURLOPT_PROXY, order.proxy ?? ""))
    // The total limit also ends stalls; LOW_SPEED would end slow but healthy answers.
    check(cc_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(order.limits.connect)))
    check(cc_set_long(handle, CURLOPT_TIMEOUT_MS, milliseconds(order.limits.total)))
    check(cc_set_size(handle, CURLOPT_MAXFILESIZE_LARGE, Int64(order.limits.bodyBytesMax)))
    if order.isTLS {
      check(cc_set_long(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS))
      check(cc_set_long(handle, CURLOPT_PIPEWAIT, 1))
      if let file = order.options.caFile { check(cc_set_text(handle, CURLOPT_CAINFO, file)) }
    } else {
      check(cc_set_long(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1))
    }
    // libcurl repeats a request by itself when a kept connection dies before the first byte of the
    // answer. A write may have been done by then, so it gets a connection that is not kept.
    let isRead = order.request.method == .get || order.request.method == .head
    check(cc_set_long(handle, CURLOPT_FRESH_CONNECT, isRead ? 0 : 1))
  }

  private func prepareMethod() {
    let request = order.request
    switch request.method {
    case .get: check(cc_set_long(handle, CURLOPT_HTTPGET, 1))
    case .head: check(cc_set_long(handle, CURLOPT_NOBODY, 1))
    case .post: check(cc_set_long(handle, CURLOPT_POST, 1))
    default: check(cc_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue))
    }
    guard request.method == .post || !request.body.isEmpty else { return }
    check(cc_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, Int64(request.body.count)))
    // A pointer that is never read where the body is empty; nil would mean "read it by callback".
    let bytes = request.body.isEmpty ? [0] : request.body
    check(bytes.withUnsafeBytes { cc_set_body_copy(handle, $0.baseAddress) })
    if request.method != .post {
      check(cc_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue))
    }
  }

  private func prepareHeaders() {
    // Empty values keep libcurl from adding its own: a form's type, and a wait for "100 Continue".
    var lines = ["Expect:"]
    if order.request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
    if order.request.headers["User-Agent"] == nil {
      check(cc_set_text(handle, CURLOPT_USERAGENT, order.options.userAgent))
    }
    for field in order.request.headers.fields {
      lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    for line in lines {
      guard let longer = curl_slist_append(headerList, line) else { continue }
      headerList = longer
    }
    check(cc_set_headers(handle, headerList))
    // Ranges count bytes of the file, not of its compressed form.
    if !order.isLoopback, order.request.headers["Range"] == nil {
      // A libcurl without zlib refuses; then answers come as they are.
      _ = cc_set_text(handle, CURLOPT_ACCEPT_ENCODING, "gzip")
    }
  }

  private func milliseconds(_ duration: Duration) -> Int {
    Int(min(max(duration.milliseconds, 1), 86_400_000))
  }
}

extension CurlTransfer {
  private static let receiveBody: cc_receiver = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
  }

  private static let receiveHeader: cc_receiver = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count))
  }

  private func take(body bytes: UnsafeRawBufferPointer) -> Int {
    bodyBytes += bytes.count
    guard bodyBytes <= order.limits.bodyBytesMax else {
      isTooLarge = true
      return 0
    }
    if let receive = order.receive {
      receive(head, Array(bytes))
      return bytes.count
    }
    if body.isEmpty { reserve() }
    body.append(contentsOf: bytes)
    return bytes.count
  }

  /// One allocation where the server says how long the body is; never more than the limit.
  private func reserve() {
    let stated = cc_get_size(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
    if stated > 0 { body.reserveCapacity(Int(min(stated, Int64(order.limits.bodyBytesMax)))) }
  }

  private func take(header bytes: UnsafeRawBufferPointer) -> Int {
    headerBytes += bytes.count
    guard headerBytes <= Self.headerBytesMax else {
      isTooLarge = true
      return 0
    }
    // A status line begins another answer: "100 Continue" came before.
    if bytes.starts(with: "HTTP/".utf8) {
      fields.removeAll(keepingCapacity: true)
    } else if let colon = bytes.firstIndex(of: 58), colon > 0 {
      let isSpace: (UInt8) -> Bool = { $0 <= 32 }
      let value = bytes[(colon + 1)...].drop(while: isSpace).reversed().drop(while: isSpace)
      fields.append(
        HTTPHeaders.Field(
          String(decoding: bytes[..<colon], as: UTF8.self),
          String(decoding: value.reversed(), as: UTF8.self)))
    }
    return bytes.count
  }
}
