#pragma once

/// The process's environment as "NAME=value" strings, ended by NULL. Read it before threads start.
char *const *cs_environment(void);
