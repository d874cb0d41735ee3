// The filter of the list of runs: its text, what is wrong with it, and the plain definition of which
// run passes. Doing that fast for all runs is RunFilterIndex's.
import OrchestraAPI
import Time

/// What the user typed after `/` in the runs.
package struct RunFilter: Sendable {
  private var entry: FilterEntry

  package init(_ text: String = "") { entry = FilterEntry(names: RunField.names, text) }

  /// What was typed.
  package var text: String { entry.text }
  /// What is wrong with it; the rest of it holds then.
  package var problem: FilterProblem? { entry.problem }
  /// What holds.
  package var query: FilterQuery { entry.query }
  /// Everything passes.
  package var isEmpty: Bool { query.isEmpty }

  /// Takes what was typed.
  package mutating func enter(_ text: String) { entry.enter(text) }

  mutating func giveUpIfCostly() -> Bool { entry.giveUpIfCostly() }

  /// Whether a run passes.
  package func matches(
    _ run: PipelineRun, cause: FailureCause?, progress: TaskProgress? = nil, now: Timestamp
  ) -> Bool {
    let facts = RunFacts(run: run, cause: cause, progress: progress)
    return query.holds(for: facts, RunFacts.fields, now: now)
  }
}

/// A run with what is known besides its row.
package struct RunFacts: Sendable {
  package var run: PipelineRun
  package var cause: FailureCause?
  package var progress: TaskProgress?

  package init(run: PipelineRun, cause: FailureCause?, progress: TaskProgress? = nil) {
    self.run = run
    self.cause = cause
    self.progress = progress
  }

  /// The fields of `RunField` in their order.
  static let fields = FilterField<RunFacts>.runFields { $0 }
}

extension FilterField {
  /// The fields of runs for rows that are each about a run.
  package static func runFields(
    _ facts: @escaping @Sendable (Row) -> RunFacts
  ) -> [FilterField] {
    RunField.allCases.map { field in
      let name = RunField.names[field.rawValue]
      guard name.kind == .text else {
        return FilterField(
          name,
          .value { row, now in
            let facts = facts(row)
            return field.value(facts.run, facts.progress)?.value(at: now)
          })
      }
      return FilterField(
        name,
        .texts { row in
          let facts = facts(row)
          return field.texts(facts.run, facts.cause)
        })
    }
  }
}

extension FilterQuery {
  /// Whether any condition is about this field of runs.
  func reads(_ field: RunField) -> Bool {
    clauses.joined().contains { $0.field == field.rawValue }
  }

  /// Whether causes of failures decide, besides the rows themselves.
  package var readsCauses: Bool {
    reads(.cause) || clauses.joined().contains { $0.field == nil }
  }

  /// Whether every row that passes also passes `wider`: it was typed on.
  func isNarrower(than wider: FilterQuery) -> Bool {
    wider.clauses.allSatisfy { old in
      clauses.contains { $0 == old || Self.narrows($0, old) }
    }
  }

  private static func narrows(_ new: [Condition], _ old: [Condition]) -> Bool {
    guard new.count == 1, old.count == 1, !new[0].isNegated, !old[0].isNegated,
      new[0].field == old[0].field, case .text(let longer) = new[0].test,
      case .text(let shorter) = old[0].test, longer.count == 1, shorter.count == 1,
      case .part(let long) = longer[0], case .part(let short) = shorter[0]
    else { return false }
    // A word that grows long enough to be an id is found in more places than before.
    let from = FilterName.idSearchFrom
    if new[0].field == nil, short.count < from, long.count >= from { return false }
    return long.withUnsafeBufferPointer { Needle.part(short).occurs(in: $0) }
  }
}
