// What the files of this target share.
#pragma once

/// Restores the terminal by raw writes; safe in a signal handler. Does nothing if none is open.
void ct_restore_raw(void);
/// Teaches ncurses the sequences that its terminal entry does not have.
void ct_define_keys(void);
