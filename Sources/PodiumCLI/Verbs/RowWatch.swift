// `--watch` of a listing: the list once, then rows that are new or have changed, as lines that are only
// ever added; of what is broken also what no longer is. A server that does not answer is told once and
// asked again.
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
    var seen = Self.rows(first)
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
        known[Self.id(row)]?.text != row.text
      }
      seen = Self.rows(next)
      if next["failures"] != nil { tellFixed(known.filter { seen[$0.key] == nil }) }
    }
    return .code(.ok)
  }

  private func tellFixed(_ gone: [String: JSONValue]) {
    for row in gone.values {
      let words = [row["pipelineName"], row["envName"], row["branch"]].compactMap { $0?.string }
      call.printer.output.complain("no longer broken: \(words.joined(separator: ", "))")
    }
  }

  /// What is broken stays the same row while its newest run changes.
  private static func id(_ row: JSONValue) -> String {
    guard row["failedTaskCount"] != nil else { return row["id"]?.string ?? row.text }
    return [row["pipelineId"], row["envName"], row["branch"]].map { $0?.string ?? "" }
      .joined(separator: "\t")
  }

  private static func rows(_ result: JSONObject) -> [String: JSONValue] {
    Dictionary(ResultText.list(of: result).rows.map { (id($0), $0) }, uniquingKeysWith: { $1 })
  }
}
