// Patterns with the limits that keep a person's expression from stopping the program.
#include "cpcre2.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 2000, HEAP_LIMIT_KIB = 8 * 1024, PATTERN_MAX = 4096 };

struct cp_pattern {
  pcre2_code_8 *code;
  pcre2_match_context_8 *limits;
};

cp_pattern *cp_compile(
    const uint8_t *text, size_t length, unsigned options, int *error, size_t *error_offset) {
  uint32_t wanted = PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C;
  if (options & CP_CASELESS) wanted |= PCRE2_CASELESS;
  if (options & CP_UTF) wanted |= PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF;
  if (options & CP_LITERAL) {
    wanted &= ~(uint32_t)(PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C | PCRE2_UCP);
    wanted |= PCRE2_LITERAL;
  }
  cp_pattern *pattern = calloc(1, sizeof *pattern);
  pcre2_compile_context_8 *context = pcre2_compile_context_create_8(NULL);
  if (!pattern || !context) abort();
  pcre2_set_newline_8(context, PCRE2_NEWLINE_LF);
  pcre2_set_max_pattern_length_8(context, PATTERN_MAX);
  PCRE2_SIZE place = 0;
  pattern->code = pcre2_compile_8(text, length, wanted, error, &place, context);
  pcre2_compile_context_free_8(context);
  if (!pattern->code) {
    *error_offset = place;
    free(pattern);
    return NULL;
  }
  pcre2_jit_compile_8(pattern->code, PCRE2_JIT_COMPLETE); // without it matching is slower, no more
  pattern->limits = pcre2_match_context_create_8(NULL);
  if (!pattern->limits) abort();
  pcre2_set_match_limit_8(pattern->limits, MATCH_LIMIT);
  pcre2_set_depth_limit_8(pattern->limits, DEPTH_LIMIT);
  pcre2_set_heap_limit_8(pattern->limits, HEAP_LIMIT_KIB);
  return pattern;
}

void cp_free(cp_pattern *pattern) {
  if (!pattern) return;
  pcre2_match_context_free_8(pattern->limits);
  pcre2_code_free_8(pattern->code);
  free(pattern);
}

void cp_error_text(int error, char *text, size_t size) {
  if (pcre2_get_error_message_8(error, (PCRE2_UCHAR8 *)text, size) < 0 && size > 0) text[0] = 0;
}

int cp_match(
    const cp_pattern *pattern, const uint8_t *subject, size_t length, size_t start, unsigned flags,
    size_t *from, size_t *to) {
  uint32_t options = 0;
  if (flags & CP_NOT_LINE_START) options |= PCRE2_NOTBOL;
  if (flags & CP_NOT_LINE_END) options |= PCRE2_NOTEOL;
  pcre2_match_data_8 *match = pcre2_match_data_create_8(1, NULL);
  if (!match) abort();
  int count = pcre2_match_8(pattern->code, subject, length, start, options, match, pattern->limits);
  int result = CP_FAILED;
  if (count >= 0) {
    const PCRE2_SIZE *place = pcre2_get_ovector_pointer_8(match);
    *from = place[0];
    *to = place[1];
    result = CP_FOUND;
  } else if (count == PCRE2_ERROR_NOMATCH) {
    result = CP_NONE;
  } else if (
      count == PCRE2_ERROR_MATCHLIMIT || count == PCRE2_ERROR_DEPTHLIMIT
      || count == PCRE2_ERROR_HEAPLIMIT || count == PCRE2_ERROR_JIT_STACKLIMIT) {
    result = CP_TOO_COSTLY;
  }
  pcre2_match_data_free_8(match);
  return result;
}
