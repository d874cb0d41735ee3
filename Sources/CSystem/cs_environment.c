#include "cs_environment.h"
#include <unistd.h>

char *const *cs_environment(void) { return environ; }
