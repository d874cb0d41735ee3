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

    package init() {}
  }

  private let bench: Workbench
  private let budget: ResultBudget

  package init(_ bench: Workbench, budget: ResultBudget = ResultBudget()) {
    self.bench = bench
    self.budget = budget
  }

  /// The tools of a choice, in the table's order.
  package func tools(_ choice: Choice, table: OperationTable = .standard) -> [Tool] {
    table.specs.compactMap { spec in
      guard let toolset = spec.toolset, choice.toolsets.contains(toolset),
        !(choice.isReadOnly && spec.effect.isWrite)
      else { return nil }
      return tool(spec)
    }
  }

  private func tool(_ spec: OperationSpec) -> Tool {
    let annotations =
      spec.effect == .read
      ? ToolAnnotations.reads
      : ToolAnnotations(isReadOnly: false, isDestructive: spec.effect == .destructive)
    var tool = Tool(
      name: spec.name, title: spec.title, description: spec.summary, annotations: annotations,
      inputSchema: spec.schema.object ?? ["type": "object"]
    ) { [bench, budget] call in
      var bench = bench
      bench.progress = { done, total, words in call.progress(done, of: total, words) }
      do throws(WorkProblem) {
        return .value(budget.fit(try await spec.perform(call.arguments, on: bench)))
      } catch {
        return .failed(error.message)
      }
    }
    tool.outputSchema = spec.result.object ?? ["type": "object"]
    return tool
  }
}
