// The end of a transfer in our words: an answer, or the transport error that libcurl's code means.
import CCurl
import Glibc
import HTTP
import OrchestraAPI

extension CurlTransfer {
  /// What a finished transfer gave.
  func outcome(_ code: CURLcode) -> CurlLoop.Outcome {
    guard code == CURLE_OK else { return .failure(failure(code)) }
    var response = head
    response.body = body
    let redirect = cc_get_text(handle, CURLINFO_REDIRECT_URL).map { String(cString: $0) }
    return .success(CurlAnswer(response: response, redirect: redirect))
  }

  /// The answer without its body, as far as it has come.
  var head: HTTPResponse {
    var headers = HTTPHeaders()
    headers.fields = fields
    return HTTPResponse(status: cc_get_long(handle, CURLINFO_RESPONSE_CODE), headers: headers)
  }

  /// Whether bytes of the request may have reached the server.
  private var wasSent: Bool {
    cc_get_size(handle, CURLINFO_PRETRANSFER_TIME_T) > 0
      || cc_get_long(handle, CURLINFO_REQUEST_SIZE) > 0
  }

  private func failure(_ code: CURLcode) -> TransportError {
    let tunnel = cc_get_long(handle, CURLINFO_HTTP_CONNECTCODE)
    if tunnel != 0, !(200..<300).contains(tunnel) {
      return .proxy(reason: "the proxy answered \(tunnel)")
    }
    switch code {
    case CURLE_COULDNT_RESOLVE_PROXY: return .proxy(reason: "its name has no address")
    case CURLE_PROXY: return .proxy(reason: reason(code))
    case CURLE_COULDNT_RESOLVE_HOST: return .dns(host: order.host)
    case CURLE_COULDNT_CONNECT: return noConnection(code)
    case CURLE_OPERATION_TIMEDOUT: return timedOut
    case CURLE_FILESIZE_EXCEEDED: return .tooLarge(limitBytes: order.limits.bodyBytesMax)
    case CURLE_WRITE_ERROR where isTooLarge:
      return .tooLarge(limitBytes: order.limits.bodyBytesMax)
    case CURLE_PARTIAL_FILE, CURLE_BAD_CONTENT_ENCODING: return .truncated(reason: reason(code))
    case CURLE_GOT_NOTHING:
      return .other(reason: "closed without an answer", sentRequest: wasSent)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      return .other(reason: "not an HTTP server", sentRequest: wasSent)
    case CURLE_RECV_ERROR where !fields.isEmpty: return .truncated(reason: reason(code))
    case _ where Self.tlsCodes.contains(code.rawValue):
      return .tls(host: order.host, reason: reason(code))
    default: return .other(reason: reason(code), sentRequest: wasSent)
    }
  }

  private func noConnection(_ code: CURLcode) -> TransportError {
    if order.proxy != nil { return .proxy(reason: "no connection to it") }
    switch Int32(truncatingIfNeeded: cc_get_long(handle, CURLINFO_OS_ERRNO)) {
    case ETIMEDOUT: return .connectTimedOut(host: order.host)
    case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EADDRNOTAVAIL:
      return .other(reason: "no route to the host", sentRequest: false)
    default: return .refused(host: order.host, port: order.port)
    }
  }

  private var timedOut: TransportError {
    wasSent
      ? .timedOut(after: order.limits.total, sentRequest: true)
      : .connectTimedOut(host: order.host)
  }

  /// libcurl's words where it has some for this case, else the words for the code.
  private func reason(_ code: CURLcode) -> String {
    let words = errorWords.isEmpty ? String(cString: curl_easy_strerror(code)) : errorWords
    return Printable.line(words, max: 200)
  }

  private static let tlsCodes: Set<UInt32> = Set(
    [
      CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION,
      CURLE_USE_SSL_FAILED, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT,
    ].map(\.rawValue))
}
