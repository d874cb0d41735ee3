// The calls Podium makes on ncurses and on signals, typed. No ncurses name leaks out of this
// target. One terminal a process, used from one thread; only what is marked so may be called
// elsewhere.
#pragma once
#include <stdint.h>

// MARK: Terminal

enum {
  CT_OK = 0,
  CT_NOT_A_TERMINAL = 1,  // standard input or output is something else
  CT_TERM_UNSET = 2,      // no terminal type, or an empty one
  CT_TERM_UNKNOWN = 3,    // no terminfo entry of that name
  CT_TERM_TOO_SIMPLE = 4, // the entry has no cursor addressing
  CT_FAILED = 5,
};

/// Chooses the character set of the user's locale. Returns 1 if it is UTF-8. Call it once, early.
int ct_locale(void);
/// Takes the terminal on descriptors 0 and 1. With `direct`, a 24-bit entry of the type is
/// preferred.
int ct_open(const char *term, int direct);
/// Restores the terminal. May be called twice.
void ct_close(void);
/// Number of colours: 0, 8, 16, 88, 256 or 16777216.
int ct_colors(void);
void ct_size(int *rows, int *columns);
/// Whether terminfo knows a type and it can move the cursor: CT_OK, or what is wrong. Opens nothing.
int ct_type_state(const char *term);
/// Number of colours that terminfo gives for a type, 0 if it does not know it. Opens nothing.
int ct_colors_of(const char *term);
/// Asks the kernel for the size and adopts it. Returns 1 if it changed.
int ct_resized(void);
/// Gives the terminal back to the shell, keeping the frame for ct_resume.
void ct_suspend(void);
/// Takes it again; the next flush repaints everything.
void ct_resume(void);
void ct_bell(void);
/// Sends bytes to the terminal between frames: sequences that ncurses does not know.
void ct_send(const char *text, int length);
/// Turns reporting of the mouse on or off: presses, releases, the wheel and dragging.
void ct_mouse(int on);
/// Asks the terminal for the colour of its ground (OSC 11); CT_GROUND is the answer, if it ever
/// comes. Closing soon after waits for it, so that the shell does not get it.
void ct_ask_ground(void);

// MARK: Drawing

enum { CT_BOLD = 1, CT_DIM = 2, CT_ITALIC = 4, CT_UNDERLINE = 8, CT_REVERSE = 16 };

/// A cluster of at most 12 bytes of UTF-8, zero padded, the first byte lowest in `low`, the ninth
/// lowest in `high`; width 1 or 2, or 0 for the right half of a wide one.
typedef struct {
  uint64_t low;
  uint32_t high;
  uint8_t style;
  uint8_t width;
} ct_cell;

/// Forgets all styles, so that others find room among the terminal's colour pairs.
void ct_styles_reset(void);
/// Sets the look of a style number. Colours are palette numbers, or 0xRRGGBB if ct_colors is 2^24;
/// -1 is the terminal's own.
void ct_style(uint8_t style, int foreground, int background, unsigned attributes);
/// Puts neighbouring cells; they leave with the next flush.
void ct_put(int row, int column, const ct_cell *cells, int count);
/// Blanks everything and repaints it with the next flush.
void ct_erase(void);
/// Sends what changed. The cursor is hidden if row is negative; `big` frames are bracketed as one.
void ct_flush(int cursor_row, int cursor_column, int big);

// MARK: Keys

enum {
  CT_NONE = 0,    // nothing more to read now
  CT_CHAR = 1,    // code is a Unicode scalar or a control 0...31, 127
  CT_KEY = 2,     // code is one of ct_key
  CT_MOUSE = 3,   // row, column, button, code is one of ct_mouse_action
  CT_IGNORED = 4, // something unknown was swallowed
  CT_PASTE_BEGIN = 5,
  CT_PASTE_END = 6,
  CT_FOCUS_IN = 7,
  CT_FOCUS_OUT = 8,
  CT_GROUND = 9, // code is 1 if the terminal's ground is light, 0 if it is dark
};

enum {
  CT_KEY_UP = 1, CT_KEY_DOWN, CT_KEY_LEFT, CT_KEY_RIGHT, CT_KEY_HOME, CT_KEY_END, CT_KEY_PAGE_UP,
  CT_KEY_PAGE_DOWN, CT_KEY_INSERT, CT_KEY_DELETE, CT_KEY_BACKSPACE, CT_KEY_ENTER, CT_KEY_BACK_TAB,
  CT_KEY_SHIFT_UP, CT_KEY_SHIFT_DOWN, CT_KEY_SHIFT_LEFT, CT_KEY_SHIFT_RIGHT,
  CT_KEY_F1 = 100, // F2 is 101 and so on to F24
};

enum { CT_PRESS = 0, CT_RELEASE = 1, CT_DRAG = 2, CT_WHEEL_UP = 3, CT_WHEEL_DOWN = 4 };

typedef struct {
  int kind;
  int code;
  int row, column, button;
} ct_event;

/// Reads one key without waiting (an escape sequence may take 25 ms to arrive).
ct_event ct_read(void);
/// Returns 1 if a descriptor will never give anything again: hung up, at its end or in error.
int ct_input_ended(int descriptor);

// MARK: Signals

/// Catches WINCH, TSTP, CONT, HUP, TERM, INT, QUIT; returns a descriptor that becomes readable.
/// An ending signal that nobody reads for two seconds restores the terminal and ends the process
/// at the next one.
int ct_signals_open(void);
/// Next caught signal, or 0.
int ct_signals_read(void);
/// Stops the process as its default action would, until it is continued.
void ct_stop_self(void);
/// Restores the terminal by raw writes if one of SEGV, BUS, ILL, TRAP, ABRT, FPE kills the process.
void ct_crash_guard(void);

// MARK: Waking a loop, from any thread

int ct_wake_open(void);
void ct_wake(int descriptor);
void ct_wake_clear(int descriptor);
/// Waits until it is readable.
void ct_wake_wait(int descriptor);
/// Waits until one of the descriptors is readable or the time is up; -1 waits for ever.
/// Sets a bit for each descriptor that is ready, from the lowest; hang-ups count as ready.
unsigned ct_wait(const int *descriptors, int count, int64_t timeout_ns);
/// Starts a detached thread. Returns 0, or an errno.
int ct_thread_start(void (*body)(void *), void *context);
