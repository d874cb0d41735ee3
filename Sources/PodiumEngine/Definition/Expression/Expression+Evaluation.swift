// Evaluates an expression over the facts of a run. Values keep their JSON types; what is missing is
// named.
import JSON
import OrchestraAPI
import YAML

extension Expression {
  /// The value of the expression.
  package func value(in context: ExpressionContext) throws(ExpressionError) -> JSONValue {
    switch try outcome(in: context) {
    case .one(let value): return value
    case .many:
      throw ExpressionError(
        "the status of several tasks must be compared",
        suggestion: "e.g. task_groups['id'].all().status == 'SUCCEEDED'")
    }
  }

  /// Whether the value counts as true: not null, false, 0, "", [] or {}.
  package func isTrue(in context: ExpressionContext) throws(ExpressionError) -> Bool {
    Self.isTrue(try value(in: context))
  }

  /// A value, or the statuses of a group with the word that tells how many must fit.
  private enum Outcome {
    case one(JSONValue)
    case many([JSONValue], needsAll: Bool)
  }

  private static func isTrue(_ value: JSONValue) -> Bool {
    switch value {
    case .null: false
    case .bool(let flag): flag
    case .int(let number): number != 0
    case .double(let number): number != 0
    case .string(let text): !text.isEmpty
    case .array(let items): !items.isEmpty
    case .object(let object): !object.isEmpty
    }
  }

  private func outcome(in context: ExpressionContext) throws(ExpressionError) -> Outcome {
    switch self {
    case .literal(let value): return .one(value)
    case .list(let items):
      var values: [JSONValue] = []
      for item in items { values.append(try item.value(in: context)) }
      return .one(.array(values))
    case .path(.taskGroups, let steps): return try Self.group(steps, context)
    case .path(let root, let steps): return .one(try Self.lookUp(root, steps, context))
    case .call(let function, let arguments):
      var values: [JSONValue] = []
      for argument in arguments { values.append(try argument.value(in: context)) }
      return .one(try function.call(values))
    case .not(let inner): return .one(.bool(!(try inner.isTrue(in: context))))
    case .and(let left, let right):
      let value = try left.value(in: context)
      return .one(Self.isTrue(value) ? try right.value(in: context) : value)
    case .or(let left, let right):
      let value = try left.value(in: context)
      return .one(Self.isTrue(value) ? value : try right.value(in: context))
    case .compare(let comparison, let left, let right):
      let (a, b) = (try left.outcome(in: context), try right.outcome(in: context))
      return .one(.bool(try Self.compare(comparison, a, b)))
    }
  }

  private static func compare(
    _ comparison: ExpressionComparison, _ left: Outcome, _ right: Outcome
  ) throws(ExpressionError) -> Bool {
    switch (left, right) {
    case (.one(let a), .one(let b)): return try comparison.holds(a, b)
    case (.many(let values, let needsAll), .one(let other)),
      (.one(let other), .many(let values, let needsAll)):
      for value in values where try comparison.holds(value, other) != needsAll { return !needsAll }
      return needsAll
    case (.many, .many): throw ExpressionError("two groups can't be compared with each other")
    }
  }

  private static func group(
    _ steps: [ExpressionStep], _ context: ExpressionContext
  ) throws(ExpressionError) -> Outcome {
    let id = try key(steps[0], context).word
    guard let members = context.groups[id] else {
      throw missing("group", id, Array(context.groups.keys))
    }
    let statuses = members.compactMap { context.tasks[$0]?.status }
    guard steps.contains(.all) || steps.contains(.any) else {
      return .one(.string(TaskStatus.combined(statuses).word))
    }
    return .many(statuses.map { .string($0.word) }, needsAll: steps.contains(.all))
  }

  private static func lookUp(
    _ root: ExpressionRoot, _ steps: [ExpressionStep], _ context: ExpressionContext
  ) throws(ExpressionError) -> JSONValue {
    switch root {
    case .environment: return try walk(.object(context.environment), steps[...], "ENV", context)
    case .inputs: return try walk(.object(context.inputs), steps[...], "inputs", context)
    case .matrix: return try walk(.object(context.matrix), steps[...], "matrix", context)
    case .tasks, .taskGroups: return try task(steps[...], context)
    case .orchestra: return try orchestra(steps, context)
    }
  }

  private static func orchestra(
    _ steps: [ExpressionStep], _ context: ExpressionContext
  ) throws(ExpressionError) -> JSONValue {
    let name = steps[0].name ?? ""
    let known: String?
    switch name {
    case "PIPELINE_RUN_TASKS": return try task(steps.dropFirst(), context)
    case "CURRENT_TIME": known = context.currentTime.iso8601
    case "PIPELINE_RUN_ID": known = context.pipelineRunID
    default: known = context.taskRunID
    }
    guard let known else { throw ExpressionError("ORCHESTRA.\(name) is not known here") }
    return .string(known)
  }

  private static func task(
    _ steps: ArraySlice<ExpressionStep>, _ context: ExpressionContext
  ) throws(ExpressionError) -> JSONValue {
    guard let first = steps.first, let part = steps.dropFirst().first?.name?.lowercased() else {
      throw ExpressionError("a task needs its id and “status” or “outputs”")
    }
    let id = try key(first, context).word
    guard let facts = context.tasks[id] else {
      throw missing("task", id, Array(context.tasks.keys))
    }
    if part == "status" { return .string(facts.status.word) }
    let name = "the outputs of task “\(id)”"
    return try walk(.object(facts.outputs), steps.dropFirst(2), name, context)
  }

  /// Follows steps into a value.
  private static func walk(
    _ start: JSONValue, _ steps: ArraySlice<ExpressionStep>, _ name: String,
    _ context: ExpressionContext
  ) throws(ExpressionError) -> JSONValue {
    var value = start
    var name = name
    for step in steps {
      let key = try key(step, context)
      switch (value, key) {
      case (.object(let object), .name(let word)):
        guard let found = object[word] else {
          throw ExpressionError(
            "\(name) has no “\(word)”", suggestion: NearestWord.question(word, in: object.keys))
        }
        value = found
      case (.array(let items), .index(let index)):
        let place = index < 0 ? items.count + index : index
        guard items.indices.contains(place) else {
          throw ExpressionError("\(name) has \(items.count) items, none at \(index)")
        }
        value = items[place]
      default: throw ExpressionError("\(name) has no part “\(key.word)”")
      }
      name += "[\(key.word)]"
    }
    return value
  }

  private enum Key {
    case name(String)
    case index(Int)

    var word: String {
      switch self {
      case .name(let name): name
      case .index(let index): String(index)
      }
    }
  }

  private static func key(
    _ step: ExpressionStep, _ context: ExpressionContext
  ) throws(ExpressionError) -> Key {
    guard case .key(let expression) = step else { throw ExpressionError("a name was expected") }
    let value = try expression.value(in: context)
    if let text = value.string { return .name(text) }
    if case .int(let number) = value, let index = Int(exactly: number) { return .index(index) }
    throw ExpressionError("\(value.kindWords) can't be a key")
  }

  private static func missing(_ kind: String, _ id: String, _ known: [String]) -> ExpressionError {
    ExpressionError(
      "there is no \(kind) “\(id)”", suggestion: NearestWord.question(id, in: known.sorted()))
  }
}

extension ExpressionComparison {
  /// Whether it holds between two values. Numbers compare as numbers; different kinds are unequal.
  func holds(_ a: JSONValue, _ b: JSONValue) throws(ExpressionError) -> Bool {
    switch self {
    case .equal: return Self.areEqual(a, b)
    case .notEqual: return !Self.areEqual(a, b)
    case .isIn: return try Self.contains(b, a)
    case .isNotIn: return !(try Self.contains(b, a))
    case .less: return try Self.isLess(a, b)
    case .greater: return try Self.isLess(b, a)
    case .lessOrEqual: return !(try Self.isLess(b, a))
    case .greaterOrEqual: return !(try Self.isLess(a, b))
    }
  }

  private static func areEqual(_ a: JSONValue, _ b: JSONValue) -> Bool {
    switch (a, b) {
    case (.int(let x), .double(let y)), (.double(let y), .int(let x)): Double(x) == y
    default: a == b
    }
  }

  private static func isLess(_ a: JSONValue, _ b: JSONValue) throws(ExpressionError) -> Bool {
    if case .int(let x) = a, case .int(let y) = b { return x < y }
    if let x = a.double, let y = b.double { return x < y }
    if let x = a.string, let y = b.string { return x < y }
    throw ExpressionError("\(a.kindWords) and \(b.kindWords) have no order")
  }

  private static func contains(_ all: JSONValue, _ one: JSONValue) throws(ExpressionError) -> Bool {
    switch (all, one) {
    case (.array(let items), _): return items.contains { areEqual($0, one) }
    case (.object(let object), .string(let key)): return object[key] != nil
    case (.string(let text), .string(let part)): return part.isEmpty || text.contains(part)
    default: throw ExpressionError("“in” needs a list, a mapping or a text, not \(all.kindWords)")
    }
  }
}

extension JSONValue {
  /// "a text", "a number"…: messages never show values, which may be secrets.
  var kindWords: String {
    switch self {
    case .null: "nothing"
    case .bool: "true or false"
    case .int, .double: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "a mapping"
    }
  }
}
