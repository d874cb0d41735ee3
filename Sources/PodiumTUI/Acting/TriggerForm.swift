// Starts a pipeline: its typed inputs and where it runs as lines to fill in, the request as it would
// be sent below them. Enter goes on from line to line; only y at the question sends.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI

/// Asks how a pipeline shall be started. Pipeline and inputs are frozen when it opens.
package struct TriggerForm: Overlay {
  let pipelineID: String
  let pipelineName: String
  let source: SourceLabel
  private let operations: OperationContext
  package private(set) var fields: [FormField]
  /// The field with the cursor; after the last one comes the question.
  package private(set) var focus = 0
  package private(set) var question = Question()
  private(set) var copying = RequestCopy()
  /// Lines of the request that are scrolled away.
  private(set) var top = 0

  /// - Parameters:
  ///   - run: the run whose branch and environment are taken; nil: the usual ones.
  package init(
    _ pipeline: (id: Pipeline.ID, name: String), run: PipelineRun? = nil, _ context: ViewContext
  ) {
    let snapshot = context.snapshot
    pipelineID = pipeline.id.text
    pipelineName = pipeline.name
    source = snapshot.source
    operations = OperationContext(snapshot)
    let known = snapshot.pipelines.first { $0.id == pipeline.id }
    let inputs = PipelineInput.all(of: known)
    fields = inputs.isEmpty ? [FormField("inputs", .pairs)] : inputs.map { FormField($0) }
    let last = context.memory.triggers[pipelineID]?["run_inputs"]?.object
    for index in fields.indices {
      if let value = last?[fields[index].name] { fields[index].remember(value) }
    }
    let usual = snapshot.environments.first { $0.isDefault }?.name
    fields += [
      FormField("environment", .environment, run?.environmentName ?? "", fallback: usual),
      FormField("branch", .branch, run?.branch ?? "", fallback: known?.defaultBranch),
      FormField("commit", .commit),
      FormField("version", .version, fallback: known?.latestVersionNumber.map(String.init)),
    ]
    question = Question(typed)
  }

  package let queries: Set<Query> = [.pipelines, .environments]
  package var scope: Scope { isAsking ? question.scope : .form }
  /// Whether all fields are behind, and the question has the keys.
  package var isAsking: Bool { focus >= fields.count }

  /// The request for what is put in now, or what is wrong with it.
  package var request: Result<OperationRequest, OperationProblem> {
    do throws(OperationProblem) {
      var options = JSONObject()
      var inputs = JSONObject()
      for field in fields {
        do throws(InputProblem) {
          try field.read(into: &options, &inputs)
        } catch {
          let words = error.expected == "required" ? "is required" : "must be \(error.expected)"
          throw OperationProblem("\(field.name) \(words)")
        }
      }
      if !inputs.isEmpty { options["run_inputs"] = .object(inputs) }
      return .success(
        try OperationTable.standard.start(pipelineID, options: options, in: operations))
    } catch {
      return .failure(error)
    }
  }

  private var typed: Question.Typed? {
    guard case .success(let request) = request else { return nil }
    return Question.Typed(for: request, source)
  }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .copyRequest:
      switch request {
      case .success(let request): return copying.effects(request, context)
      case .failure(let problem): return [.say(.warning(problem.message))]
      }
    case .takeDefaults:
      for index in fields.indices { fields[index].forget() }
    case .pageDown: top += 3
    case .pageUp: top = max(0, top - 3)
    case .arm: return [.run(.arm)]
    default:
      if isAsking { return answer(key, command, context) }
      return edit(key, command, context)
    }
    return []
  }

  private mutating func edit(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .dismiss: return Acting.no
    case .accept, .nextField: focus += 1
    case .previousField: focus = max(0, focus - 1)
    default: _ = fields[focus].handle(key, context.snapshot.environments)
    }
    // Where it runs decides what has to be typed.
    if isAsking, question.typed != typed { question = Question(typed) }
    return []
  }

  private mutating func answer(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch question.handle(key, command) {
    case .none: break
    case .no: return Acting.no
    case .missing(let reason): return [.say(.warning(reason))]
    case .back: focus = fields.count - 1
    case .yes:
      switch request {
      case .failure(let problem): return [.say(.warning(problem.message))]
      case .success(let request): return Acting.send(request, context, also: [remembering(request)])
      }
    }
    return []
  }

  /// What the next start of this pipeline begins with; nothing that may be a secret.
  private func remembering(_ request: OperationRequest) -> Effect {
    let inputs = (request.arguments["run_inputs"]?.object ?? JSONObject()).members.filter {
      Redaction.value($0.value, named: $0.key) == $0.value
    }
    let values = JSONObject(pairs: inputs.map { ($0.key, $0.value) })
    return .remember(
      .trigger(pipeline: pipelineID, values: ["run_inputs": .object(values)]))
  }
}
