// POSIX calls that Swift's Glibc module does not offer, or offers unsafely. One header a concern.
#pragma once
#include "cs_scan.h"
#include "cs_text.h"
#include "cs_time.h"
#include "cs_spawn.h"
#include "cs_environment.h"
#include "cs_memory.h"
#include "cs_watch.h"
