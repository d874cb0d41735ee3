#include "cs_memory.h"
#include <malloc.h>

unsigned long cs_heap_bytes(void) {
  struct mallinfo2 now = mallinfo2();
  return now.uordblks + now.hblkhd;
}
