// The problems as a person reads them: order, counts, what was seen and what came back.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct ProblemListTests {
  private let now = Fixture.epoch

  private func run(
    _ id: String, _ pipeline: String, _ status: RunStatus, minutesAgo: Int,
    environment: String = "staging", change: (inout PipelineRun) -> Void = { _ in }
  ) -> PipelineRun {
    var run = PipelineRun(
      id: PipelineRun.ID(id), pipelineID: Pipeline.ID(pipeline), pipelineName: pipeline,
      status: status, createdAt: now - .seconds(minutesAgo * 60))
    run.startedAt = run.createdAt
    if status.isTerminal { run.completedAt = run.createdAt + .seconds(30) }
    (run.branch, run.environmentName) = ("main", environment)
    change(&run)
    return run
  }

  private func workspace(
    _ runs: [PipelineRun], change: (inout Snapshot) -> Void = { _ in }
  ) -> Watched {
    var ledger = RunLedger()
    ledger.merge(runs)
    var source = SourceLabel(profile: "acme", host: "h")
    source.productionEnvironments = ["Prod"]
    var snapshot = Snapshot(source: source, takenAt: now)
    snapshot.runs = ledger.table
    snapshot.freshness[.runs] = .fresh(at: now)
    change(&snapshot)
    return Watched(snapshot, Insight(snapshot.runs))
  }

  private func list(
    _ workspaces: Watched..., said: [String: Acknowledgement] = [:], at: Timestamp? = nil
  ) -> ProblemList {
    ProblemList(workspaces, acknowledgements: said, now: at ?? now)
  }

  @Test func productionThenKindThenNewestThenLongestBroken() {
    let problems = list(
      workspace([
        run("cancelled", "a", .cancelled, minutesAgo: 1),
        run("warned", "b", .warning, minutesAgo: 2),
        run("stuck", "c", .queued, minutesAgo: 45),
        run("failed-old", "d", .failed, minutesAgo: 50),
        run("failed-new", "e", .failed, minutesAgo: 5),
        run("failed-new-before", "e", .failed, minutesAgo: 500),
        run("prod-warned", "f", .warning, minutesAgo: 900, environment: "prod"),
        run("fine", "g", .succeeded, minutesAgo: 3),
      ]))
    #expect(
      problems.open.map(\.run.id.text)
        == ["prod-warned", "failed-new", "failed-old", "stuck", "warned", "cancelled"])
    #expect(problems.open[1].count == 2)
    #expect(problems.open[1].since == now - .seconds(500 * 60 - 30))
    #expect(problems.counts.total == 6)
    #expect(problems.counts[.failed] == 2)
    #expect(problems.counts[.stuck] == 1)
    #expect(problems.open[0].isProduction)
    #expect(problems.resolvedCount == 0)
  }

  @Test func aLaterGoodRunFixesOnlyItsOwnLine() {
    let workspace = workspace([
      run("fixed", "a", .failed, minutesAgo: 60),
      run("fix", "a", .succeeded, minutesAgo: 40),
      run("other-branch", "a", .failed, minutesAgo: 55) { $0.branch = "dev" },
      run("other-environment", "a", .failed, minutesAgo: 54, environment: "prod"),
    ])
    let problems = list(workspace)
    #expect(problems.open.map(\.run.id.text) == ["other-environment", "other-branch"])
    #expect(problems.resolvedCount == 1)
    let fixed = problems.resolved[0]
    #expect(fixed.resolver?.id == "fix")
    #expect(fixed.brokenFor == .seconds(20 * 60))
  }

  @Test func theFirstFailingTaskIsNamed() {
    let cause = FailureCause(
      taskRunID: "t", taskID: "load", taskName: "load", integration: "PYTHON", errorLine: "boom")
    let workspace = workspace([run("r", "a", .failed, minutesAgo: 1)]) {
      $0.notes.failureCauses["r"] = cause
    }
    #expect(list(workspace).open[0].cause == cause)
    #expect(list(workspace).open[0].key == "acme\ta\tmain\tstaging\tload")
  }

  @Test func whatWasSaidHoldsUntilItIsDueOrFailsAgain() {
    let first = run("first", "a", .failed, minutesAgo: 10)
    let key = list(workspace([first])).open[0].key
    func said(until: Timestamp?) -> [String: Acknowledgement] {
      [
        key: Acknowledgement(
          note: "vendor", by: "ana", at: now, until: until, about: first.endedAt)
      ]
    }
    let acknowledged = list(workspace([first]), said: said(until: nil))
    #expect(acknowledged.open.isEmpty)
    #expect(acknowledged.seen.map(\.acknowledgement?.note) == ["vendor"])
    let snoozed = said(until: now + .seconds(3600))
    #expect(list(workspace([first]), said: snoozed).open.isEmpty)
    #expect(list(workspace([first]), said: snoozed, at: now + .seconds(3600)).open.count == 1)
    let again = [first, run("again", "a", .failed, minutesAgo: 1)]
    let back = list(workspace(again), said: said(until: nil))
    #expect(back.open.map(\.count) == [2])
    #expect(back.open[0].acknowledgement?.by == "ana")
    #expect(back.open[0].isSeen == false)
    let counts = OpenProblems(workspace([first]), acknowledgements: snoozed, now: now)
    #expect(counts.total == 0)
    #expect(OpenProblems(workspace(again), acknowledgements: snoozed, now: now).total == 1)
  }

  @Test func whatWasSaidBeforeTheTaskWasKnownStaysSaid() {
    let failed = run("r", "a", .failed, minutesAgo: 10)
    let key = list(workspace([failed])).open[0].key
    let said = [key: Acknowledgement(note: "", by: "ana", at: now, about: failed.endedAt)]
    let known = workspace([failed]) {
      $0.notes.failureCauses["r"] = FailureCause(
        taskRunID: "t", taskID: "load", taskName: "load", integration: "", errorLine: "")
    }
    #expect(list(known, said: said).seen.count == 1)
  }

  @Test func staleDataSaysNothingAboutWhatHappenedSince() {
    let waiting = run("r", "a", .queued, minutesAgo: 45)
    let stale = workspace([waiting]) { $0.freshness[.runs] = .stale(since: now - .seconds(1200)) }
    #expect(list(workspace([waiting])).open.map(\.kind) == [.stuck])
    #expect(list(stale).open.isEmpty)
  }

  @Test func workspacesAreJoinedInOneOrder() {
    let one = workspace([run("staging", "a", .failed, minutesAgo: 1)])
    let two = workspace([run("prod", "b", .warning, minutesAgo: 9, environment: "PROD")]) {
      $0.source.profile = "beta"
    }
    #expect(list(one, two).open.map(\.profile) == ["beta", "acme"])
    #expect(list(two, one).open.map(\.run.id.text) == ["prod", "staging"])
  }
}
