// The columns of the list of requests, and what its filter can ask.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

extension RequestsView {
  /// The name of the list in the memory and the configuration.
  static let listName = "requests"

  static let columns: [ListColumn<RequestRecord>] = [
    ListColumn("at", "AT", 8, priority: 7) { request, _ in
      TableCell(Wording.clock(request.at), Role.dim.style)
    }.sorted("oldest first", "newest first") { request, _ in request.at.microseconds },
    ListColumn("method", "", 6, priority: 3) { request, _ in
      TableCell(request.method, Role.dim.style)
    }.sorted(text: { request, _ in request.method }),
    ListColumn("request", "REQUEST", 20...Int.max, priority: 9) { request, _ in
      TableCell(shortTarget(request.target), Role.table.style)
    }.sorted(text: { request, _ in request.target }),
    ListColumn("answer", "ANSWER", 6, priority: 10) { request, context in
      let isBad = request.problem != nil
      return TableCell(
        request.status.map(String.init) ?? (isBad ? "none" : context.glyphs.ellipsis),
        (isBad ? Role.failed : .succeeded).style)
    }.right.sorted { request, _ in request.status.map { Int64($0) } },
    ListColumn("took", "TOOK", 7, priority: 8) { request, _ in
      TableCell(request.took.map { Wording.latency($0) } ?? "", Role.text.style)
    }.right.sorted("shortest first", "longest first") { request, _ in request.took?.milliseconds },
    ListColumn("size", "SIZE", 8, priority: 4) { request, _ in
      TableCell(request.receivedBytes.map { Wording.bytes($0) } ?? "", Role.text.style)
    }.right.sorted { request, _ in request.receivedBytes.map { Int64($0) } },
    ListColumn("tries", "TRIES", 5, priority: 2) { request, _ in
      TableCell(request.attempts > 1 ? "\(request.attempts)" : "", Role.warning.style)
    }.right.sorted { request, _ in Int64(request.attempts) },
    ListColumn("for", "FOR", 10...21, priority: 6) { request, _ in
      TableCell(request.purpose, Role.text.style)
    }.sorted(text: { request, _ in request.purpose }),
    ListColumn("why", "WHY", 10, priority: 1) { request, _ in
      TableCell(request.priority, Role.dim.style)
    }.sorted(text: { request, _ in request.priority }),
    ListColumn("problem", "PROBLEM", 12...40, priority: 7) { request, _ in
      TableCell(request.problem ?? "", Role.failed.style)
    }.sorted(text: { request, _ in request.problem }),
  ]

  /// What the filter can ask of a request.
  static let filterFields: [FilterField<RequestRecord>] = [
    .text("request", "target") { $0.target },
    .text("method") { $0.method },
    .text("why", "priority") { $0.priority },
    .text("purpose", "for") { $0.purpose },
    .text("problem", "error") { $0.problem },
    .number("answer", "status") { $0.status },
    .duration("took", "duration") { request, _ in request.took },
    .number("size", "bytes") { $0.receivedBytes },
    .number("tries", "attempts") { $0.attempts },
    .age { $0.at },
    .time("at") { $0.at },
  ]

  /// Without the part that is the same for all.
  private static func shortTarget(_ target: String) -> String {
    let prefix = "\(Surface.engine.rawValue)/"
    return target.hasPrefix(prefix) ? String(target.dropFirst(prefix.count)) : target
  }
}
