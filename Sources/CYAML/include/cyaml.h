// A pull reader over libyaml's events: flat structs instead of unions, pointers valid until the
// next call. It keeps no policy: budgets, anchors and scalar types belong to the Swift module YAML.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct cy_reader cy_reader;

typedef enum {
  CY_END = 0,
  CY_DOCUMENT,
  CY_SCALAR,
  CY_ALIAS,
  CY_SEQUENCE_START,
  CY_SEQUENCE_END,
  CY_MAPPING_START,
  CY_MAPPING_END
} cy_kind;

typedef enum { CY_PLAIN = 0, CY_QUOTED, CY_BLOCK } cy_style;

typedef struct {
  cy_kind kind;
  cy_style style;
  const uint8_t *text;  // scalars; not terminated, may be NULL when text_count is 0
  size_t text_count;
  const char *anchor;  // NULL when there is none; the name of an alias
  const char *tag;     // NULL when there is none
  int64_t line;        // from 0
  int64_t column;      // from 0, in characters
} cy_event;

typedef struct {
  const char *message;
  const char *context;  // may be NULL
  int64_t line;         // -1 when only the byte offset is known
  int64_t column;
  int64_t byte_offset;
  int64_t context_line;  // -1 when unknown
} cy_failure;

// NULL when there is no memory. The bytes must stay alive until cy_close. They must be UTF-8.
cy_reader *cy_open(const uint8_t *bytes, size_t count);
// 1 with an event, 0 on a syntax error (then cy_why tells).
int cy_next(cy_reader *reader, cy_event *event);
cy_failure cy_why(const cy_reader *reader);
void cy_close(cy_reader *reader);
