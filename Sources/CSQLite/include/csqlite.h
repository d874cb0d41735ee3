// The SQLite calls that Podium makes, typed and non-variadic. sqlite3.h stays out of Swift.
#pragma once
#include <stdint.h>

typedef struct sqlite3 cq_db;
typedef struct sqlite3_stmt cq_statement;

enum cq_result { CQ_OK = 0, CQ_ROW = 100, CQ_DONE = 101 };
enum cq_type { CQ_INTEGER = 1, CQ_REAL = 2, CQ_TEXT = 3, CQ_BLOB = 4, CQ_NULL = 5 };

/// Opens a file (":memory:" for none); one connection is used by one thread at a time.
int cq_open(const char *path, int read_only, int busy_timeout_ms, cq_db **out);
int cq_close(cq_db *db);
/// Runs a script of statements without values.
int cq_exec(cq_db *db, const char *sql);
/// Prepares the first statement of a text; it will be kept and used again.
int cq_prepare(cq_db *db, const char *sql, int bytes, cq_statement **out);
int cq_step(cq_statement *statement);
/// Makes a statement ready for its next use and forgets its values.
void cq_reset(cq_statement *statement);
void cq_finalize(cq_statement *statement);

int cq_bind_null(cq_statement *statement, int index);
int cq_bind_int(cq_statement *statement, int index, int64_t value);
int cq_bind_double(cq_statement *statement, int index, double value);
/// SQLite copies the bytes.
int cq_bind_text(cq_statement *statement, int index, const char *bytes, int64_t count);
int cq_bind_blob(cq_statement *statement, int index, const void *bytes, int64_t count);
int cq_bind_count(cq_statement *statement);

int cq_column_count(cq_statement *statement);
int cq_column_type(cq_statement *statement, int index);
int64_t cq_column_int(cq_statement *statement, int index);
double cq_column_double(cq_statement *statement, int index);
/// Valid until the next step; the count is in bytes.
const unsigned char *cq_column_text(cq_statement *statement, int index, int *count);
const void *cq_column_blob(cq_statement *statement, int index, int *count);

int cq_error_code(cq_db *db);
const char *cq_error_message(cq_db *db);
const char *cq_code_text(int code);
int64_t cq_changes(cq_db *db);
int64_t cq_last_rowid(cq_db *db);
int cq_in_transaction(cq_db *db);
