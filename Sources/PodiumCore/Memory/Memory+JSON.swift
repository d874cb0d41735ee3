// The memory as JSON. Reading is lenient: what is not understood is left out, for a newer Podium may
// have written it.
import JSON
import Time

extension Memory {
  /// The file's version; a reader of another one starts with an empty memory.
  static let version: Int64 = 1

  /// As it stands in the file.
  package var json: JSONValue {
    [
      "version": .int(Self.version),
      "views": .object(JSONObject(views.mapValues(\.json))),
      "triggers": .object(JSONObject(triggers.mapValues { .object($0) })),
      "acknowledgements": .object(JSONObject(acknowledgements.mapValues(\.json))),
      "saved_views": .array(savedViews.map(\.json)),
      "chosen": .array(chosen.map { .string($0) }),
    ]
  }

  /// Reads what `json` wrote.
  package init(json value: JSONValue) {
    self.init()
    guard let root = value.object, root["version"]?.int == Self.version else { return }
    for member in root["views"]?.object?.members ?? [] {
      views[member.key] = ViewMemory(json: member.value)
    }
    for member in root["triggers"]?.object?.members ?? [] {
      triggers[member.key] = member.value.object
    }
    chosen = (root["chosen"]?.array ?? []).compactMap(\.string)
    savedViews = (root["saved_views"]?.array ?? []).compactMap(SavedView.init(json:))
    for member in root["acknowledgements"]?.object?.members ?? [] {
      acknowledgements[member.key] = Acknowledgement(json: member.value)
    }
  }
}

extension ViewMemory {
  fileprivate var json: JSONValue {
    var object = JSONObject()
    if let sortColumn { object["sort"] = .string(sortColumn) }
    if sortsDescending { object["descending"] = true }
    if let columns { object["columns"] = .array(columns.map { .string($0) }) }
    if let hasPreview { object["preview"] = .bool(hasPreview) }
    if let listPercent { object["list_percent"] = .int(Int64(listPercent)) }
    return .object(object)
  }

  fileprivate init(json value: JSONValue) {
    self.init()
    let object = value.object ?? JSONObject()
    sortColumn = object["sort"]?.string
    sortsDescending = object["descending"]?.bool ?? false
    columns = object["columns"]?.array?.compactMap(\.string)
    hasPreview = object["preview"]?.bool
    listPercent = object["list_percent"]?.int.map { min(80, max(20, Int($0))) }
  }
}

extension SavedView {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name), "list": .string(list), "filter": .string(filter),
    ]
    if let sort { object["sort"] = .string(sort) }
    if let columns { object["columns"] = .array(columns.map { .string($0) }) }
    return .object(object)
  }

  fileprivate init?(json value: JSONValue) {
    guard let object = value.object, let name = object["name"]?.string,
      let filter = object["filter"]?.string
    else { return nil }
    self.init(name: name, filter: filter, sort: object["sort"]?.string)
    list = object["list"]?.string ?? Self.usualList
    columns = object["columns"]?.array?.compactMap(\.string)
  }
}

extension Acknowledgement {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "note": .string(note), "by": .string(by), "at": .string(at.iso8601),
      "about": .string(about.iso8601),
    ]
    if let until { object["until"] = .string(until.iso8601) }
    return .object(object)
  }

  fileprivate init?(json value: JSONValue) {
    guard let object = value.object, let at = object["at"]?.string.flatMap(Timestamp.init(iso8601:))
    else { return nil }
    self.init(
      note: object["note"]?.string ?? "", by: object["by"]?.string ?? "", at: at,
      until: object["until"]?.string.flatMap(Timestamp.init(iso8601:)),
      about: object["about"]?.string.flatMap(Timestamp.init(iso8601:)) ?? at)
  }
}

extension JSONObject {
  /// Members in the order of their names, so that equal memories are equal files.
  fileprivate init(_ members: [String: JSONValue]) {
    self.init(pairs: members.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) })
  }
}
