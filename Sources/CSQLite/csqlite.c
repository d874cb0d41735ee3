#include "csqlite.h"
#include <sqlite3.h>

int cq_open(const char *path, int read_only, int busy_timeout_ms, cq_db **out) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
              (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  int code = sqlite3_open_v2(path, out, flags, 0);
  if (code == SQLITE_OK) sqlite3_busy_timeout(*out, busy_timeout_ms);
  return code;
}

int cq_close(cq_db *db) { return sqlite3_close_v2(db); }
int cq_exec(cq_db *db, const char *sql) { return sqlite3_exec(db, sql, 0, 0, 0); }

int cq_prepare(cq_db *db, const char *sql, int bytes, cq_statement **out) {
  return sqlite3_prepare_v3(db, sql, bytes, SQLITE_PREPARE_PERSISTENT, out, 0);
}

int cq_step(cq_statement *statement) { return sqlite3_step(statement); }

void cq_reset(cq_statement *statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
}

void cq_finalize(cq_statement *statement) { sqlite3_finalize(statement); }

int cq_bind_null(cq_statement *s, int i) { return sqlite3_bind_null(s, i); }
int cq_bind_int(cq_statement *s, int i, int64_t v) { return sqlite3_bind_int64(s, i, v); }
int cq_bind_double(cq_statement *s, int i, double v) { return sqlite3_bind_double(s, i, v); }

int cq_bind_text(cq_statement *s, int i, const char *bytes, int64_t count) {
  return sqlite3_bind_text64(s, i, bytes ? bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

int cq_bind_blob(cq_statement *s, int i, const void *bytes, int64_t count) {
  if (!bytes) return sqlite3_bind_zeroblob(s, i, 0);
  return sqlite3_bind_blob64(s, i, bytes, count, SQLITE_TRANSIENT);
}

int cq_bind_count(cq_statement *s) { return sqlite3_bind_parameter_count(s); }

int cq_column_count(cq_statement *s) { return sqlite3_column_count(s); }
int cq_column_type(cq_statement *s, int i) { return sqlite3_column_type(s, i); }
int64_t cq_column_int(cq_statement *s, int i) { return sqlite3_column_int64(s, i); }
double cq_column_double(cq_statement *s, int i) { return sqlite3_column_double(s, i); }

const unsigned char *cq_column_text(cq_statement *s, int i, int *count) {
  const unsigned char *text = sqlite3_column_text(s, i);
  *count = sqlite3_column_bytes(s, i);
  return text;
}

const void *cq_column_blob(cq_statement *s, int i, int *count) {
  const void *bytes = sqlite3_column_blob(s, i);
  *count = sqlite3_column_bytes(s, i);
  return bytes;
}

int cq_error_code(cq_db *db) { return sqlite3_extended_errcode(db); }
const char *cq_error_message(cq_db *db) { return sqlite3_errmsg(db); }
const char *cq_code_text(int code) { return sqlite3_errstr(code); }
int64_t cq_changes(cq_db *db) { return sqlite3_changes64(db); }
int64_t cq_last_rowid(cq_db *db) { return sqlite3_last_insert_rowid(db); }
int cq_in_transaction(cq_db *db) { return !sqlite3_get_autocommit(db); }
