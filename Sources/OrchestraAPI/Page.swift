// One page of a listing: {"page", "pageSize", "total", "results"}.
import JSON

/// Items of one page; `total` counts all pages at the moment of the answer.
package struct Page<Item: Sendable>: Sendable {
  package var page: Int
  package var pageSize: Int
  package var total: Int
  package var items: [Item]

  package init(page: Int, pageSize: Int, total: Int, items: [Item]) {
    self.page = page
    self.pageSize = pageSize
    self.total = total
    self.items = items
  }
}

extension Page: Equatable where Item: Equatable {}

extension Page: JSONCodable where Item: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    var page: Int?
    var size: Int?
    var total: Int?
    var items: [Item] = []
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "page": page = try reader.integer()
      case "pageSize", "page_size": size = try reader.integer()
      case "total": total = try reader.integer()
      case "results":
        let expected = min(size ?? PageRequest.sizeMax, PageRequest.sizeMax)
        items = try reader.list(capacity: expected) { (reader) throws(JSONError) in
          try Item(json: &reader)
        }
      default: try reader.skip()
      }
    }
    self.init(
      page: page ?? 1, pageSize: size ?? items.count, total: total ?? items.count, items: items)
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("page", page)
      writer.member("pageSize", pageSize)
      writer.member("total", total)
      writer.key("results")
      writer.array(of: items) { $1.write(to: &$0) }
    }
  }
}

/// Which page of a listing: numbers from 1.
package struct PageRequest: Sendable, Equatable {
  /// Largest page of pipeline runs, task runs, operations and assets.
  package static let sizeMax = 100
  /// Largest page of the task runs of one run.
  package static let nestedSizeMax = 50

  package var page: Int
  package var size: Int

  package init(page: Int = 1, size: Int = PageRequest.sizeMax) {
    self.page = page
    self.size = size
  }
}
