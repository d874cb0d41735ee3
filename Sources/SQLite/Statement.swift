// A prepared statement and the row it stands on. Owned by one Database, used by one thread at a time.
import CSQLite

/// A prepared statement. Values are bound by position, counted from 1.
package final class Statement {
  private let handle: OpaquePointer
  private let database: OpaquePointer
  let sql: String
  /// Set while a caller walks over its rows, so that a nested use prepares another.
  var isBusy = false

  init(database: OpaquePointer, sql: String) throws(SQLiteError) {
    var out: OpaquePointer?
    let code = sql.withCString { cq_prepare(database, $0, -1, &out) }
    guard code == CQ_OK.rawValue, let out else {
      let message = code == 0 ? "empty statement" : String(cString: cq_error_message(database))
      throw SQLiteError(code: code == 0 ? 1 : code, message: message, context: sql)
    }
    self.database = database
    self.sql = sql
    handle = out
  }

  deinit { cq_finalize(handle) }

  /// Binds all values; fewer or more than the statement has places for is an error.
  package func bind(_ values: [SQLValue]) throws(SQLiteError) {
    guard Int32(values.count) == cq_bind_count(handle) else {
      let want = cq_bind_count(handle)
      throw SQLiteError(code: 25, message: "\(values.count) values for \(want)", context: sql)
    }
    for (offset, value) in values.enumerated() {
      try check(bind(value, at: Int32(offset) + 1))
    }
  }

  /// Moves to the next row; false when there is none.
  package func step() throws(SQLiteError) -> Bool {
    let code = cq_step(handle)
    if code == CQ_ROW.rawValue { return true }
    guard code == CQ_DONE.rawValue else { throw error(code) }
    return false
  }

  /// Forgets values and position.
  package func reset() { cq_reset(handle) }

  /// The row the statement stands on; use it before the next step only.
  package var row: Row { Row(handle: handle) }

  private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
    switch value {
    case .null: return cq_bind_null(handle, index)
    case .integer(let number): return cq_bind_int(handle, index, number)
    case .real(let number): return cq_bind_double(handle, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          cq_bind_text(handle, index, $0.baseAddress, Int64($0.count))
        }
      }
    case .blob(let bytes):
      return bytes.withUnsafeBytes { cq_bind_blob(handle, index, $0.baseAddress, Int64($0.count)) }
    }
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    if code != CQ_OK.rawValue { throw error(code) }
  }

  private func error(_ code: Int32) -> SQLiteError {
    SQLiteError(code: code, message: String(cString: cq_error_message(database)), context: sql)
  }
}

/// The columns of the row a statement stands on, by position counted from 0.
package struct Row {
  let handle: OpaquePointer

  /// Whether a column is null.
  package func isNull(_ column: Int) -> Bool {
    cq_column_type(handle, Int32(column)) == CQ_NULL.rawValue
  }

  /// A whole number; 0 for null.
  package func int(_ column: Int) -> Int64 { cq_column_int(handle, Int32(column)) }
  /// A whole number or nil.
  package func optionalInt(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }
  /// A floating-point number; 0 for null.
  package func double(_ column: Int) -> Double { cq_column_double(handle, Int32(column)) }
  /// True for anything but 0 and null.
  package func bool(_ column: Int) -> Bool { int(column) != 0 }

  /// Text; empty for null. Invalid UTF-8 is repaired.
  package func text(_ column: Int) -> String { optionalText(column) ?? "" }

  /// Text or nil.
  package func optionalText(_ column: Int) -> String? {
    var count: Int32 = 0
    guard let bytes = cq_column_text(handle, Int32(column), &count) else { return nil }
    return String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
  }

  /// Bytes; empty for null.
  package func blob(_ column: Int) -> [UInt8] {
    withBlob(column) { [UInt8]($0) }
  }

  /// Bytes without a copy, valid inside the closure only.
  package func withBlob<T>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T {
    var count: Int32 = 0
    let bytes = cq_column_blob(handle, Int32(column), &count)
    return body(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : Int(count)))
  }
}
