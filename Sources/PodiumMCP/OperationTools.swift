// The operation table as tools: names, words and schemas are the table's; nothing is described twice.
import JSON
import MCP
import PodiumCore

/// Makes tools of operations.
package struct OperationTools: Sendable {
  /// Which operations are offered.
  package struct Choice: Sendable, Equatable {
    package var toolsets: Set<Toolset> = [.standard]
    /// Whether operations that change something are left out altogether.
    package var isReadOnly = false
    /// Whether they are offered where it is production, too.
    package var allowsProduction = false

    package init() {}

    /// Whether operations that change something are offered in a workspace.
    package func offersWrites(in source: SourceLabel) -> Bool {
      let isGuarded = source.isProduction || source.armsWrites
      return !isReadOnly && source.readOnly == nil && (allowsProduction || !isGuarded)
    }
  }

  /// How far results are spelled out in the list of tools: what is there always, without what is in it.
  /// The whole of it is in `podium man`.
  package static let spelledOut = 0

  private let bench: Workbench
  private let budget: ResultBudget

  package init(_ bench: Workbench, budget: ResultBudget = ResultBudget()) {
    self.bench = bench
    self.budget = budget
  }

  /// The tools of a choice, in the table's order.
  package func tools(_ choice: Choice, table: OperationTable = .standard) -> [Tool] {
    let writes = choice.offersWrites(in: bench.source)
    let specs = table.specs.filter { spec in
      spec.toolset.map(choice.toolsets.contains) ?? false && (writes || !spec.effect.isWrite)
    }
    // What looks comes first: agents begin at the beginning.
    let ordered = specs.filter { !$0.effect.isWrite } + specs.filter(\.effect.isWrite)
    let bench = bench.offered(choice)
    return ordered.map { tool($0, bench) }
  }

  private func tool(_ spec: OperationSpec, _ bench: Workbench) -> Tool {
    let annotations =
      spec.effect == .read
      ? ToolAnnotations.reads
      : ToolAnnotations(isReadOnly: false, isDestructive: spec.effect == .destructive)
    var tool = Tool(
      name: spec.name, title: spec.title, description: spec.summary, annotations: annotations,
      inputSchema: spec.schema.object ?? ["type": "object"]
    ) { [budget] call in
      var bench = bench
      bench.progress = { done, total, words in call.progress(done, of: total, words) }
      do throws(WorkProblem) {
        let result = try await spec.perform(call.arguments, on: bench)
        if spec.effect.isWrite, let message = result["message"] { call.log(.notice, message) }
        return .value(budget.fit(result, offset: call.arguments["offset"]?.int ?? 0))
      } catch {
        call.log(.warning, .string(error.message))
        return .failed(error.message)
      }
    }
    tool.outputSchema = spec.result.schema(nested: Self.spelledOut).object
    return tool
  }
}
