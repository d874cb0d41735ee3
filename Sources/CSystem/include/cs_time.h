#pragma once
#include <stdint.h>

/// Microseconds since 1970-01-01T00:00:00Z.
int64_t cs_now_us(void);
/// Nanoseconds of the monotonic clock.
int64_t cs_monotonic_ns(void);
/// Seconds east of UTC of the machine's local time at a Unix time in seconds.
int32_t cs_local_offset(int64_t unix_seconds);
/// Fills bytes from the kernel's random source.
void cs_random(void *bytes, unsigned long count);
