// Scans over large texts at the speed of memory: plain search in any case, rare triples of letters,
// line ends. Written with vectors that every compiler target has.
#pragma once
#include <stdint.h>

/// Offset of the first occurrence of `needle` at `start` or later, or -1. With `folded`, ASCII
/// letters match in either case and the needle's are lower-case. The needle is not empty.
long cs_scan_literal(const uint8_t *hay, long hay_count, long start, const uint8_t *needle,
                     long needle_count, int folded);
/// Offset of the first place at `start` or later where one of `count` triples of lower-case letters
/// stands, in any case, or -1. At most 16 triples.
long cs_scan_triples(const uint8_t *hay, long hay_count, long start, const uint8_t (*triples)[3],
                     int count);
/// Counts line ends. The place after each `stride`-th one, counted on from `*lines` that were seen
/// before, is written to `places`, of which there must be room for hay_count / stride + 1. Adds to
/// `*lines`; returns how many places were written.
long cs_scan_lines(const uint8_t *hay, long hay_count, long stride, long *lines, long *places);
/// Offset of the last line end, or -1.
long cs_scan_last_line_end(const uint8_t *hay, long hay_count);
