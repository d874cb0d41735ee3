// Text search of the C library that Swift's Glibc module does not offer.
#pragma once
#include <stdint.h>

/// Offset of the first occurrence of `needle` in `hay`, or -1.
long cs_find(const uint8_t *hay, long hay_count, const uint8_t *needle, long needle_count);
