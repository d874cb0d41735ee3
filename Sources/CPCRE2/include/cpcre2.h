// Compiled patterns over bytes. No PCRE2 name leaks out of this target.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct cp_pattern cp_pattern;

enum { CP_CASELESS = 1, CP_UTF = 2, CP_LITERAL = 4 };
enum { CP_NOT_LINE_START = 1, CP_NOT_LINE_END = 2 };
enum { CP_NONE = 0, CP_FOUND = 1, CP_TOO_COSTLY = -1, CP_FAILED = -2 };

/// Compiles; `^` and `$` match at line ends. NULL with an error number and its place in the
/// pattern.
cp_pattern *cp_compile(
    const uint8_t *text, size_t length, unsigned options, int *error, size_t *error_offset);
void cp_free(cp_pattern *pattern);
/// Writes the text of an error number, ended by 0.
void cp_error_text(int error, char *text, size_t size);
/// Finds the first match that begins at `start` or later. May be called by several threads at once.
int cp_match(
    const cp_pattern *pattern, const uint8_t *subject, size_t length, size_t start, unsigned flags,
    size_t *from, size_t *to);
