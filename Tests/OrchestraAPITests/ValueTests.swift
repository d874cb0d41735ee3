// Ids, ranges, routes and statuses.
import HTTP
import OrchestraAPI
import TestSupport
import Testing

@Suite struct ValueTests {
  @Test(
    "Ids keep any text",
    arguments: [
      "9b0e6a2e-5b8e-4a57-9c54-2f3f1a6f0c11", "9B0E6A2E-5B8E-4A57-9C54-2F3F1A6F0C11", "436685529",
      "", "run/å 1", "9b0e6a2e+5b8e-4a57-9c54-2f3f1a6f0c11",
    ])
  func ids(_ text: String) {
    #expect(PipelineRun.ID(text).text == text)
    #expect(PipelineRun.ID(text) == PipelineRun.ID(text))
  }

  @Test func anyOtherByteInAUUIDMakesItAText() {
    let text = "3b80c185-9f04-4a6d-8be2-0123456789ab"
    #expect(Pipeline.ID(text).isUUID)
    #expect(Pipeline.ID(text).text == text)
    let allowed = Set("0123456789abcdef".utf8)
    for place in text.utf8.indices {
      let isHyphen = text.utf8[place] == UInt8(ascii: "-")
      let number = text.utf8.distance(from: text.utf8.startIndex, to: place)
      for byte in UInt8.min...UInt8.max {
        var bytes = Array(text.utf8)
        bytes[number] = byte
        let id = bytes.withUnsafeBufferPointer { Pipeline.ID(bytes: $0) }
        let isWell = isHyphen ? byte == UInt8(ascii: "-") : allowed.contains(byte)
        #expect(id.isUUID == isWell, "byte \(byte) at \(number)")
        #expect(id.text == String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  @Test func randomIDsAreVersion4() {
    var generator = SystemRandomNumberGenerator()
    let text = PipelineRun.ID.random(using: &generator).text
    #expect(Array(text)[14] == "4")
    #expect("89ab".contains(Array(text)[19]))
  }

  @Test("Ranges read back", arguments: ["bytes=0-", "bytes=5-9", "bytes=-262144"])
  func ranges(_ header: String) {
    #expect(ByteRange(header: header)?.header == header)
  }

  @Test(
    "Other ranges are ignored", arguments: ["bytes=9-5", "bytes=a-", "items=0-1", "bytes=-", ""])
  func badRanges(_ header: String) { #expect(ByteRange(header: header) == nil) }

  @Test func routesCaptureDecodedSegments() {
    let route = DownloadLog.route
    #expect(
      route.captures(in: "/pipeline_runs/a%2Fb/task_runs/t/logs/download") == ["a/b", "t"])
    #expect(route.captures(in: "/pipeline_runs/a/task_runs/t/logs") == nil)
  }

  @Test("Every known status keeps its word", arguments: RunStatus.known)
  func statuses(_ status: RunStatus) { #expect(RunStatus(status.word) == status) }

  @Test func beyondTheEndIs416AndKeepsTheState() throws {
    var nothing = FileChunk(
      offset: 14, bytes: [], totalBytes: 14, isComplete: false, fileStatus: "WRITING")
    nothing.isRanged = true
    let response = DownloadLog.encode(nothing)
    #expect(response.status == 416)
    #expect(response.headers["Content-Range"] == "bytes */14")
    #expect(response.headers["x-file-status"] == "WRITING")
    #expect(try DownloadLog.decode(response).totalBytes == 14)
  }
}
