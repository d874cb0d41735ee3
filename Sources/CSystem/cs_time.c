#include "csystem.h"
#include <stdlib.h>
#include <time.h>

int64_t cs_now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t cs_monotonic_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int32_t cs_local_offset(int64_t unix_seconds) {
  time_t seconds = (time_t)unix_seconds;
  struct tm parts;
  return localtime_r(&seconds, &parts) ? (int32_t)parts.tm_gmtoff : 0;
}

void cs_random(void *bytes, unsigned long count) { arc4random_buf(bytes, count); }
