// The tables of the engine's file. A change is a new step at the end; old steps never change.
// Rowid tables with text keys beside them: random UUIDs as primary keys are several times slower.

enum Schema {
  static let steps = [version1]

  /// Times are microseconds since 1970 in UTC; lists and maps are JSON text.
  private static let version1 = """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

    CREATE TABLE pipelines (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, alias TEXT, name TEXT NOT NULL,
      yaml_path TEXT NOT NULL, origin TEXT NOT NULL, paused INTEGER NOT NULL DEFAULT 0,
      deleted INTEGER NOT NULL DEFAULT 0, latest INTEGER NOT NULL, published INTEGER,
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
    CREATE UNIQUE INDEX pipelines_by_alias ON pipelines (alias) WHERE deleted = 0;

    CREATE TABLE definitions (
      seq INTEGER PRIMARY KEY, pipeline_id TEXT NOT NULL, version INTEGER NOT NULL,
      body TEXT NOT NULL, created_at INTEGER NOT NULL);
    CREATE UNIQUE INDEX definitions_by_version ON definitions (pipeline_id, version);

    CREATE TABLE runs (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, pipeline_id TEXT NOT NULL,
      pipeline_name TEXT NOT NULL, version INTEGER, status TEXT NOT NULL, message TEXT NOT NULL,
      triggers TEXT NOT NULL, environment_id TEXT, environment_name TEXT, branch TEXT,
      commit_id TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      started_at INTEGER, completed_at INTEGER, is_generated INTEGER NOT NULL DEFAULT 0,
      start TEXT);
    CREATE INDEX runs_by_time ON runs (created_at);
    CREATE INDEX runs_by_pipeline ON runs (pipeline_id, created_at);
    CREATE INDEX runs_active ON runs (seq)
      WHERE status IN ('CREATED', 'QUEUED', 'RUNNING', 'CANCELLING');

    CREATE TABLE tasks (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, run INTEGER NOT NULL,
      task_id TEXT NOT NULL, name TEXT NOT NULL, integration TEXT NOT NULL, job TEXT NOT NULL,
      status TEXT NOT NULL, message TEXT, attempts INTEGER NOT NULL, depends_on TEXT,
      parameters TEXT, run_parameters TEXT, connection TEXT, outputs TEXT, kept TEXT,
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, started_at INTEGER,
      completed_at INTEGER);
    CREATE INDEX tasks_by_run ON tasks (run);
    CREATE INDEX tasks_by_time ON tasks (created_at);

    CREATE TABLE texts (
      seq INTEGER PRIMARY KEY, task INTEGER NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL);
    CREATE INDEX texts_by_task ON texts (task);

    CREATE TABLE journal (
      seq INTEGER PRIMARY KEY, run_id TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL);
    CREATE INDEX journal_by_run ON journal (run_id);
    """
}
