// `--watch` of a listing: the list once, then rows that are new or have changed, as lines that are only
// ever added. A server that does not answer is told once and asked again.
import JSON
import OrchestraClient
import PodiumCore

/// One listing, looked at again and again.
struct RowWatch: Sendable {
  private let call: VerbCall

  init(_ call: VerbCall) { self.call = call }

  private static let pauseLocal: Duration = .seconds(2)
  private static let pause: Duration = .seconds(10)

  func run() async throws(CommandFailure) -> Ending {
    let first = try await call.perform()
    guard call.invocation.arguments.has(VerbFace.watch.name) else {
      call.printer.print(first)
      return .code(.ok)
    }
    call.printer.printRows(first) { _ in true }
    var seen = Self.texts(first)
    var isFailing = false
    let pause = call.bench.client.access.address.isLoopback ? Self.pauseLocal : Self.pause
    while call.printer.output.hasReader, (try? await call.bench.sleep(pause)) != nil {
      let next: JSONObject
      do throws(CommandFailure) {
        next = try await call.perform()
        isFailing = false
      } catch {
        guard [.network, .timedOut, .failed].contains(error.code) else { throw error }
        if !isFailing { call.printer.output.complain("podium: asking again: \(error.description)") }
        isFailing = true
        continue
      }
      let known = seen
      call.printer.printRows(next, hasHeading: false) { row in
        known[Self.id(row)] != row.text
      }
      seen = Self.texts(next)
    }
    return .code(.ok)
  }

  private static func id(_ row: JSONValue) -> String { row["id"]?.string ?? row.text }

  private static func texts(_ result: JSONObject) -> [String: String] {
    Dictionary(
      (result["results"]?.array ?? []).map { (id($0), $0.text) }, uniquingKeysWith: { $1 })
  }
}
