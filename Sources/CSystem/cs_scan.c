// Sixteen bytes at a time in vectors of the compiler: SSE2, NEON or plain words, as the machine has.
#include "cs_scan.h"

#include <string.h>

typedef uint8_t block __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

enum { WIDTH = sizeof(block), TRIPLES_MAX = 16, COUNTED_MAX = 255 };

static inline block load(const uint8_t *bytes) {
  block value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

static inline block splat(uint8_t byte) { return (block){0} + byte; }

static inline int is_zero(block value) {
  halves parts = (halves)value;
  return (parts[0] | parts[1]) == 0;
}

static inline int is_letter(uint8_t byte) { return byte >= 'a' && byte <= 'z'; }

/// How common a byte is in logs: probes use the rarest of a needle.
static int commonness(uint8_t byte) {
  static const char letters[] = "etaoinsrlcdpumhgfbywvkxjqz";
  if (byte == ' ') return 255;
  if (byte >= '0' && byte <= '9') return 240;
  if (byte == '-' || byte == ':' || byte == '.' || byte == '/') return 220;
  const char *place = is_letter(byte) ? strchr(letters, byte) : NULL;
  if (place) return 200 - 5 * (int)(place - letters);
  return byte >= 'A' && byte <= 'Z' ? 60 : byte < 0x80 ? 50 : 30;
}

/// Two different places of the needle, the rarest bytes first.
static void choose_probes(const uint8_t *needle, long count, long *one, long *two) {
  *one = 0;
  for (long i = 1; i < count && i < 256; i++) {
    if (commonness(needle[i]) < commonness(needle[*one])) *one = i;
  }
  *two = *one == 0 && count > 1 ? 1 : 0;
  for (long i = 0; i < count && i < 256; i++) {
    if (i != *one && commonness(needle[i]) < commonness(needle[*two])) *two = i;
  }
}

static int equals(const uint8_t *hay, const uint8_t *needle, long count, int folded) {
  if (!folded) return memcmp(hay, needle, (size_t)count) == 0;
  for (long i = 0; i < count; i++) {
    uint8_t fold = is_letter(needle[i]) ? 0x20 : 0;
    if ((hay[i] | fold) != needle[i]) return 0;
  }
  return 1;
}

long cs_scan_literal(const uint8_t *hay, long hay_count, long start, const uint8_t *needle,
                     long needle_count, int folded) {
  if (needle_count <= 0 || start < 0) return -1;
  long last = hay_count - needle_count, one, two, i = start;
  choose_probes(needle, needle_count, &one, &two);
  uint8_t fold_one = folded && is_letter(needle[one]) ? 0x20 : 0;
  uint8_t fold_two = folded && is_letter(needle[two]) ? 0x20 : 0;
  block first = splat(needle[one]), second = splat(needle[two]);
  block fold1 = splat(fold_one), fold2 = splat(fold_two);
  const uint8_t *a = hay + one, *b = hay + two;
  for (; i + 4 * WIDTH <= last + 1; i += 4 * WIDTH) {
    block hits[4];
    for (int k = 0; k < 4; k++) {
      hits[k] = (block)((load(a + i + k * WIDTH) | fold1) == first)
                & (block)((load(b + i + k * WIDTH) | fold2) == second);
    }
    if (is_zero((hits[0] | hits[1]) | (hits[2] | hits[3]))) continue;
    for (int k = 0; k < 4; k++) {
      if (is_zero(hits[k])) continue;
      for (int lane = 0; lane < WIDTH; lane++) {
        long place = i + k * WIDTH + lane;
        if (hits[k][lane] && equals(hay + place, needle, needle_count, folded)) return place;
      }
    }
  }
  for (; i <= last; i++) {
    if ((a[i] | fold_one) == needle[one] && (b[i] | fold_two) == needle[two]
        && equals(hay + i, needle, needle_count, folded))
      return i;
  }
  return -1;
}

long cs_scan_triples(const uint8_t *hay, long hay_count, long start, const uint8_t (*triples)[3],
                     int count) {
  block wanted[TRIPLES_MAX][3];
  if (count > TRIPLES_MAX) count = TRIPLES_MAX;
  for (int t = 0; t < count; t++) {
    for (int k = 0; k < 3; k++) wanted[t][k] = splat(triples[t][k]);
  }
  const block fold = splat(0x20);
  long i = start < 0 ? 0 : start;
  for (; i + WIDTH + 2 <= hay_count; i += WIDTH) {
    block x = load(hay + i) | fold, y = load(hay + i + 1) | fold, z = load(hay + i + 2) | fold;
    block hits = {0};
    for (int t = 0; t < count; t++) {
      hits |= (block)(x == wanted[t][0]) & (block)(y == wanted[t][1])
              & (block)(z == wanted[t][2]);
    }
    if (is_zero(hits)) continue;
    for (int lane = 0; lane < WIDTH; lane++) {
      if (hits[lane]) return i + lane;
    }
  }
  for (; i + 3 <= hay_count; i++) {
    for (int t = 0; t < count; t++) {
      if ((hay[i] | 0x20) == triples[t][0] && (hay[i + 1] | 0x20) == triples[t][1]
          && (hay[i + 2] | 0x20) == triples[t][2])
        return i;
    }
  }
  return -1;
}

/// Line ends in at most COUNTED_MAX blocks.
static long count_ends(const uint8_t *bytes, long blocks) {
  block sum = {0}, end = splat('\n');
  for (long i = 0; i < blocks; i++) sum -= (block)(load(bytes + i * WIDTH) == end);
  long total = 0;
  for (int lane = 0; lane < WIDTH; lane++) total += sum[lane];
  return total;
}

long cs_scan_lines(const uint8_t *hay, long hay_count, long stride, long *lines, long *places) {
  long seen = *lines, written = 0, i = 0;
  const long piece = 32 * WIDTH;
  while (i < hay_count) {
    long left = hay_count - i, length = left < piece ? left : piece;
    if (length == piece) {
      long found = count_ends(hay + i, piece / WIDTH);
      if (found < stride - seen % stride) { // no stride-th one in here
        seen += found;
        i += piece;
        continue;
      }
    }
    const uint8_t *next = hay + i, *end = hay + i + length;
    while (next < end && (next = memchr(next, '\n', (size_t)(end - next)))) {
      next++;
      if (++seen % stride == 0) places[written++] = next - hay;
    }
    i += length;
  }
  *lines = seen;
  return written;
}

long cs_scan_last_line_end(const uint8_t *hay, long hay_count) {
  const uint8_t *found = hay_count > 0 ? memrchr(hay, '\n', (size_t)hay_count) : NULL;
  return found ? found - hay : -1;
}
