// Pieces of files on the wire: 200, 206 with Content-Range, 204 and 416, and the X-File-Status header.
import HTTP

extension FileChunk {
  /// Reads a download answer; `range` is what was asked for. 416 means "nothing there yet".
  init(reading response: HTTPResponse, status: String?) {
    let total = Self.contentRange(response.headers["Content-Range"])
    let isGrowing = status == "PENDING" || status == "WRITING"
    self.init(
      offset: total.start ?? 0, bytes: response.body,
      totalBytes: total.total ?? (response.status == 200 ? response.body.count : nil),
      isComplete: !isGrowing, fileStatus: status)
    isRanged = response.status == 206 || response.status == 416
    if response.status == 416 || response.status == 204 {
      bytes = []
      offset = total.total ?? 0
    }
  }

  /// The answer of a server: 206 for a piece, 416 when the start is beyond the end.
  var response: HTTPResponse {
    var response = HTTPResponse(status: 200, body: bytes)
    response.headers["Content-Type"] = "application/octet-stream"
    if let fileStatus { response.headers["X-File-Status"] = fileStatus }
    let total = totalBytes.map(String.init) ?? "*"
    if isRanged, bytes.isEmpty {
      response.status = 416
      response.headers["Content-Range"] = "bytes */\(total)"
    } else if isRanged {
      response.status = 206
      response.headers["Content-Range"] = "bytes \(offset)-\(offset + bytes.count - 1)/\(total)"
    }
    return response
  }

  private static func contentRange(_ header: String?) -> (start: Int?, total: Int?) {
    guard let header, header.hasPrefix("bytes ") else { return (nil, nil) }
    let parts = header.dropFirst(6).split(separator: "/", maxSplits: 1)
    let start = parts.first?.split(separator: "-").first.flatMap { Int($0) }
    return (start, parts.count > 1 ? Int(parts[1]) : nil)
  }
}
