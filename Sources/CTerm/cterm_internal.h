// What the files of this target share.
#pragma once
#include <stddef.h>
#include <stdio.h>

/// Restores the terminal by raw writes; safe in a signal handler. Does nothing if none is open.
void ct_restore_raw(void);
/// Teaches ncurses the sequences that its terminal entry does not have.
void ct_define_keys(void);
/// Mouse sequences count from now on, or are swallowed.
void ct_keys_mouse(int on);
/// The terminal was asked for its ground: the answer may come at any time.
void ct_keys_expect_ground(void);
/// Drops an answer that is still on its way, for a moment at most.
void ct_keys_drop_answer(void);

/// Opens what ncurses shall write to; NULL if that fails.
FILE *ct_output_open(void);
void ct_output_close(void);
/// Writes to the terminal at once, waiting if it is slow. Returns 0 if it had to give up.
int ct_output_send(const char *text, size_t length);
/// From here on what ncurses writes is held back, until ct_output_end sends it in one piece.
void ct_output_begin(void);
/// Adds to what is held back.
void ct_output_mark(const char *text);
/// Returns 0 if part of the frame was lost.
int ct_output_end(void);
