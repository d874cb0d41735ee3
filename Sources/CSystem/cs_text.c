#include "cs_text.h"

#include <string.h>

long cs_find(const uint8_t *hay, long hay_count, const uint8_t *needle, long needle_count) {
  if (hay_count < 0 || needle_count < 0) return -1;
  const uint8_t *found = memmem(hay, (size_t)hay_count, needle, (size_t)needle_count);
  return found ? found - hay : -1;
}
