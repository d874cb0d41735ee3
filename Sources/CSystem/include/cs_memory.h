#pragma once

/// Bytes of this process's heap that are in use.
unsigned long cs_heap_bytes(void);
