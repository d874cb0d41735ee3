// Times that people and agents write, and the window of a listing: both ends, at most seven days.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

/// The span of a listing, and what was filled in.
package struct WorkWindow: Sendable {
  let window: TimeWindow
  /// What the caller did not say.
  let note: String?
  /// Whether it ends before now, which the caller did not ask for.
  var isCut = false

  /// A second more than seven days is forgiven.
  private static let grace: Duration = .seconds(1)
  private static let week: Duration = .seconds(168 * 3600)

  /// - Parameters: `time_from` and `time_to`, ISO 8601 or relative ("2h", "3d").
  init(_ arguments: OperationArguments, now: Timestamp) throws(WorkProblem) {
    let from = try Self.time(arguments.text("time_from"), "time_from", now)
    let to = try Self.time(arguments.text("time_to"), "time_to", now)
    switch (from, to) {
    case (nil, nil):
      window = TimeWindow(endingAt: now + TimeWindow.lead)
      note = "the last seven days"
    case (let from?, nil):
      window = TimeWindow(from: from, to: min(now + TimeWindow.lead, from + TimeWindow.lengthMax))
      isCut = window.to < now
      note =
        isCut
        ? "the platform answers for at most seven days: what is later than"
          + " \(window.to.iso8601Seconds) is not here" : "time_to was not given: up to now"
    case (nil, let to?):
      window = TimeWindow(endingAt: to)
      note = "time_from was not given: the seven days before"
    case (let from?, let to?):
      guard from <= to else { throw WorkProblem(.usage, "time_from is later than time_to") }
      guard to - from <= Self.week + Self.grace else {
        throw WorkProblem(
          .usage, "the platform answers for at most seven days: bring time_from and time_to nearer")
      }
      window = TimeWindow(from: from, to: to)
      note = nil
    }
  }

  var json: JSONValue {
    var object: JSONObject = [
      "from": .string(window.from.iso8601), "to": .string(window.to.iso8601),
    ]
    if let note { object["note"] = .string(note) }
    if isCut { object["isCut"] = true }
    return .object(object)
  }

  /// A moment that must be given.
  package static func moment(
    _ text: String, _ name: String, _ now: Timestamp
  ) throws(WorkProblem) -> Timestamp {
    try time(text, name, now) ?? now
  }

  private static func time(
    _ text: String?, _ name: String, _ now: Timestamp
  ) throws(WorkProblem) -> Timestamp? {
    guard let text, !text.isEmpty else { return nil }
    if let time = Timestamp(iso8601: text) { return time }
    if let ago = duration(text) { return now - ago }
    if let bound = FilterBound(text, .time) {
      return Timestamp(seconds: Int64(bound.range(now).lowerBound))
    }
    throw WorkProblem(
      .usage,
      "\(name) \"\(text.prefix(40))\" is no time: write 2026-11-21T03:00:00Z, 02:00,"
        + " yesterday, or 2h for two hours ago")
  }

  /// "90s", "15m", "2h", "3d"; nil for anything else.
  package static func duration(_ text: String) -> Duration? {
    guard let unit = text.last, let number = Int(text.dropLast()), number >= 0, number < 100_000
    else { return nil }
    switch unit {
    case "s": return .seconds(number)
    case "m": return .seconds(number * 60)
    case "h": return .seconds(number * 3600)
    case "d": return .seconds(number * 86_400)
    default: return nil
    }
  }
}

/// `limit` and `offset` over pages.
struct RowSpan: Sendable {
  let limit: Int
  let offset: Int

  static let limitMax = 1_000

  init(_ arguments: OperationArguments) throws(WorkProblem) {
    limit = arguments.integer("limit") ?? 100
    offset = arguments.integer("offset") ?? 0
    guard (1...Self.limitMax).contains(limit) else {
      throw WorkProblem(.usage, "limit must be from 1 to \(Self.limitMax); use offset for more")
    }
    guard offset >= 0 else { throw WorkProblem(.usage, "offset must not be negative") }
  }

  /// Reads as many pages as the span needs.
  func rows<Item: Sendable & Identifiable>(
    sizeMax: Int = PageRequest.sizeMax,
    _ fetch: (PageRequest) async throws(WorkProblem) -> Page<Item>
  ) async throws(WorkProblem) -> (rows: [Item], total: Int) where Item.ID: Hashable {
    let size = min(sizeMax, max(1, limit))
    var number = offset / size + 1
    var rows: [Item] = []
    var seen: Set<Item.ID> = []
    var total = 0
    var skip = offset % size
    while rows.count < limit {
      let page = try await fetch(PageRequest(page: number, size: size))
      total = page.total
      // Rows shift while runs are created: each is given once.
      for item in page.items.dropFirst(skip) where seen.insert(item.id).inserted {
        if rows.count < limit { rows.append(item) }
      }
      if page.items.count < size { break }
      (number, skip) = (number + 1, 0)
    }
    return (rows, total)
  }

  /// The head of a listing with these rows.
  func page(_ rows: [JSONValue], total: Int) -> JSONObject {
    var object: JSONObject = [
      "page": .int(Int64(offset / max(1, limit) + 1)), "pageSize": .int(Int64(limit)),
      "total": .int(Int64(total)), "results": .array(rows),
    ]
    if offset + rows.count < total { object["nextOffset"] = .int(Int64(offset + rows.count)) }
    return object
  }
}
