// The engine's face: starts and stops the parts, and answers every operation of the API
// (Engine+….swift). Works wholly in process: HTTP is PodiumServer's business.
import JSON
import OrchestraAPI
import SQLite
import Time

/// A local engine that speaks the platform's API.
package actor Engine {
  package nonisolated let options: EngineOptions
  nonisolated let files: TaskFiles
  nonisolated let parts: EngineParts
  nonisolated let archive: RunArchive
  nonisolated let catalog: PipelineCatalog
  nonisolated let runner: Runner
  nonisolated let processes: ProcessHost
  private let slots: SlotQueue
  private var lock: FolderLock?
  private var scheduler: Task<Void, Never>?
  private var pruning: Task<Void, Never>?
  /// The one account; set by `start`.
  package private(set) var account = Account(id: "", name: "")
  /// Values that every run's environment begins with.
  private(set) var provided = JSONObject()

  /// Relative folders mean those below the current one.
  package init(_ options: EngineOptions) {
    var options = options
    options.dataFolder = Folders.absolute(options.dataFolder)
    options.pipelinesFolder = options.pipelinesFolder.map { Folders.absolute($0) }
    self.options = options
    files = TaskFiles(folder: options.dataFolder)
    parts = EngineParts(
      journal: Journal(), folders: FolderThread(), clocks: options.clocks, ids: options.ids,
      simulates: options.simulates, report: options.report)
    archive = RunArchive(journal: parts.journal)
    catalog = PipelineCatalog(folder: options.pipelinesFolder, parts: parts)
    runner = Runner(activeRunsMax: options.activeRunsMax)
    processes = ProcessHost(clock: options.clocks.monotonic)
    slots = SlotQueue(slotsMax: options.slotsMax)
  }

  /// Opens the data folder, ends what was interrupted, loads the pipelines and begins to schedule.
  package func start() async throws(EngineError) {
    guard lock == nil else { return }
    try await parts.folders.make(options.dataFolder)
    let held = try FolderLock(path: files.lock, folder: options.dataFolder)
    try await parts.folders.touch(files.database)
    try await parts.journal.open(path: files.database, durability: options.durability)
    account = Account(id: try await accountID(), name: options.accountName)
    try await archive.open(path: files.database, account: account.id)
    try await catalog.load()
    await runner.whenEnded { [weak self] record in await self?.ended(record) }
    try await recover()
    lock = held
    pruning = Task { await self.prune() }
    if options.startsSchedules { scheduler = Task { await self.schedule() } }
  }

  /// Interrupts all runs, kills their processes, and closes everything. Returns when all is stored.
  package func stop() async {
    guard lock != nil else { return }
    for task in [scheduler, pruning] {
      task?.cancel()
      await task?.value
    }
    (scheduler, pruning) = (nil, nil)
    await runner.stop(reason: "the engine was stopped")
    processes.shutDown()
    await parts.journal.close()
    await archive.close()
    await parts.folders.stop()
    lock = nil
  }

  /// Returns when no run is active: for tests and for programs that run one pipeline and leave.
  package func waitUntilIdle() async { await runner.waitUntilIdle() }

  /// Adds a generated past. Its logs must say that they are generated; nothing of it ever ran.
  package func importHistory(_ runs: [GeneratedRun]) async throws(EngineError) {
    try await parts.journal.importHistory(runs)
  }

  /// Adds to the environment of all runs from now on, as `${{ ENV.X }}` and `PODIUM_ENV_X`. The
  /// values of a named environment and of a start win.
  package func provide(_ values: JSONObject) {
    for member in values.members { provided[member.key] = member.value }
  }

  /// Problems of the pipeline files by path, for start-up messages and `podium doctor`.
  package func fileProblems() async -> [String: [DefinitionProblem]] { await catalog.problems() }

  /// What a new driver works with.
  var driverTools: DriverTools {
    DriverTools(
      journal: parts.journal, slots: slots,
      tasks: TaskTools(
        files: files, folders: parts.folders, processes: processes, http: options.http,
        pipelinesFolder: options.pipelinesFolder, grace: options.grace,
        machineEnvironment: options.machineEnvironment),
      simulates: options.simulates, now: options.clocks.now, report: options.report)
  }

  /// A driver whose end the runner hears of.
  func driver(
    _ machine: RunMachine, _ record: RunRecord, _ tasks: [TaskRecord], _ blueprint: RunBlueprint
  ) -> RunDriver {
    RunDriver(
      machine: machine, record: record, tasks: tasks, blueprint: blueprint, tools: driverTools
    ) { [runner] record in await runner.ended(record) }
  }

  private func accountID() async throws(EngineError) -> Account.ID {
    let fresh: Account.ID = parts.makeID()
    return try await parts.journal.write { (database) throws(SQLiteError) in
      if let known = try database.fact("account") { return Identifier(known) }
      try database.setFact("account", fresh.text)
      return fresh
    }
  }
}
