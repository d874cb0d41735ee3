#include "cyaml.h"
#include <stdlib.h>
#include <yaml.h>

struct cy_reader {
  yaml_parser_t parser;
  yaml_event_t event;
  int holds_event;
};

cy_reader *cy_open(const uint8_t *bytes, size_t count) {
  cy_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  if (!yaml_parser_initialize(&reader->parser)) {
    free(reader);
    return NULL;
  }
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader->parser, bytes, count);
  return reader;
}

static void release(cy_reader *reader) {
  if (reader->holds_event) yaml_event_delete(&reader->event);
  reader->holds_event = 0;
}

static void scalar(const yaml_event_t *from, cy_event *to) {
  to->kind = CY_SCALAR;
  to->text = from->data.scalar.value;
  to->text_count = from->data.scalar.length;
  to->anchor = (const char *)from->data.scalar.anchor;
  to->tag = (const char *)from->data.scalar.tag;
  switch (from->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: to->style = CY_QUOTED; break;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE: to->style = CY_BLOCK; break;
    default: to->style = CY_PLAIN;
  }
}

// 0 when the event is of no interest (stream start, document end).
static int translate(const yaml_event_t *from, cy_event *to) {
  *to = (cy_event){.kind = CY_END};
  to->line = (int64_t)from->start_mark.line;
  to->column = (int64_t)from->start_mark.column;
  switch (from->type) {
    case YAML_STREAM_END_EVENT: return 1;
    case YAML_DOCUMENT_START_EVENT: to->kind = CY_DOCUMENT; return 1;
    case YAML_SCALAR_EVENT: scalar(from, to); return 1;
    case YAML_ALIAS_EVENT:
      to->kind = CY_ALIAS;
      to->anchor = (const char *)from->data.alias.anchor;
      return 1;
    case YAML_SEQUENCE_START_EVENT:
      to->kind = CY_SEQUENCE_START;
      to->anchor = (const char *)from->data.sequence_start.anchor;
      to->tag = (const char *)from->data.sequence_start.tag;
      return 1;
    case YAML_MAPPING_START_EVENT:
      to->kind = CY_MAPPING_START;
      to->anchor = (const char *)from->data.mapping_start.anchor;
      to->tag = (const char *)from->data.mapping_start.tag;
      return 1;
    case YAML_SEQUENCE_END_EVENT: to->kind = CY_SEQUENCE_END; return 1;
    case YAML_MAPPING_END_EVENT: to->kind = CY_MAPPING_END; return 1;
    default: return 0;
  }
}

int cy_next(cy_reader *reader, cy_event *event) {
  do {
    release(reader);
    if (!yaml_parser_parse(&reader->parser, &reader->event)) return 0;
    reader->holds_event = 1;
  } while (!translate(&reader->event, event));
  return 1;
}

cy_failure cy_why(const cy_reader *reader) {
  const yaml_parser_t *parser = &reader->parser;
  cy_failure why = {.message = parser->problem, .line = -1, .context_line = -1};
  int is_memory = parser->error == YAML_MEMORY_ERROR;
  if (!why.message) why.message = is_memory ? "out of memory" : "unreadable";
  why.byte_offset = (int64_t)parser->problem_offset;
  if (parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR) {
    why.line = (int64_t)parser->problem_mark.line;
    why.column = (int64_t)parser->problem_mark.column;
    why.context = parser->context;
    if (parser->context) why.context_line = (int64_t)parser->context_mark.line;
  }
  return why;
}

void cy_close(cy_reader *reader) {
  if (!reader) return;
  release(reader);
  yaml_parser_delete(&reader->parser);
  free(reader);
}
