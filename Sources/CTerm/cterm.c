// The terminal over ncurses: opening, drawing, size, giving it back. Keys are in cterm_keys.c.
#include "cterm.h"

#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "cterm_internal.h"

enum {
  ESCAPE_MS = 25,
  PAIRS_MAX = 512,
  RESTORE_BYTES_MAX = 512,
  RUN_CELLS_MAX = 1024,
};

static struct {
  SCREEN *screen;
  FILE *output;            // what ncurses writes to
  int is_open, utf8, has_defaults, knows_modes, mouse;
  int cursor;              // as last set; -1: unknown
  struct termios saved;    // before we came
  attr_t attributes[256];  // of each style
  int pair[256];
  int pairs;               // colour pairs in use
  struct { int foreground, background; } colours[PAIRS_MAX];
} ct;

// What a crash writes; complete before is_open is set.
static char restore[RESTORE_BYTES_MAX];
static volatile int restore_length;

static void send_text(const char *text) { (void)ct_output_send(text, strlen(text)); }

int ct_locale(void) {
  if (!setlocale(LC_CTYPE, "")) {
    // A UTF-8 locale that is not installed here, as ssh often forwards: the terminal is UTF-8
    // still.
    const char *wanted = getenv("LC_ALL");
    if (!wanted || !*wanted) wanted = getenv("LC_CTYPE");
    if (!wanted || !*wanted) wanted = getenv("LANG");
    if (wanted && (strcasestr(wanted, "utf-8") || strcasestr(wanted, "utf8"))) {
      setlocale(LC_CTYPE, "C.UTF-8");
    }
  }
  ct.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  return ct.utf8;
}

/// The name of a 24-bit entry for a terminal type, if terminfo has one.
static int direct_entry(const char *term, char *name, size_t size) {
  char base[64];
  if (strlen(term) >= sizeof base) return 0;
  strcpy(base, term);
  char *suffix = strstr(base, "-256color");
  if (suffix) *suffix = 0;
  int error;
  if (snprintf(name, size, "%s-direct", base) >= (int)size) return 0;
  if (setupterm(name, STDOUT_FILENO, &error) != OK) return 0;
  int is_direct = tigetnum("colors") > 256 && tigetflag("RGB") != 0;
  del_curterm(cur_term);
  return is_direct;
}

/// Appends a terminfo string without its padding marks.
static void remember(const char *name) {
  const char *text = tigetstr((char *)name);
  if (!text || text == (char *)-1) return;
  int length = restore_length;
  for (; *text && length < RESTORE_BYTES_MAX; text++) {
    if (text[0] == '$' && text[1] == '<') {
      while (*text && *text != '>') text++;
      if (!*text) break;
      continue;
    }
    restore[length++] = *text;
  }
  restore_length = length;
}

static void remember_restore(void) {
  restore_length = 0;
  if (ct.knows_modes) {
    static const char modes[] = "\033[?2026l\033[?2004l\033[?1004l\033[?1006l\033[?1003l"
                                "\033[?1002l\033[?1000l";
    memcpy(restore, modes, sizeof modes - 1);
    restore_length = sizeof modes - 1;
  }
  static const char *const names[] = {"sgr0", "op", "rmkx", "rmcup", "cnorm"};
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++) remember(names[i]);
}

/// Private modes are ignored by every terminal that descends from xterm; others are left in peace.
static int understands_modes(const char *term) {
  static const char *const plain[] = {"vt", "linux", "ansi", "cons", "sun", "hurd", "mach", "pc"};
  for (unsigned i = 0; i < sizeof plain / sizeof *plain; i++) {
    if (strncmp(term, plain[i], strlen(plain[i])) == 0) return 0;
  }
  return 1;
}

static void modes_on(void) {
  if (!ct.knows_modes) return;
  send_text("\033[?2004h\033[?1004h");
  if (ct.mouse) ct_mouse(1);
}

static void modes_off(void) {
  if (!ct.knows_modes) return;
  if (ct.mouse) send_text("\033[?1006l\033[?1002l\033[?1000l");
  send_text("\033[?1004l\033[?2004l");
}

static void set_up_keys(void) {
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  meta(stdscr, TRUE);
  ct_define_keys();
}

static void set_up_input(void) {
  cbreak();
  noecho();
  nonl();
  // Ctrl-S, Ctrl-Q and Ctrl-V are keys here; Ctrl-C, Ctrl-Z and Ctrl-\ stay signals.
  struct termios now;
  if (tcgetattr(STDIN_FILENO, &now) == 0) {
    now.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
    now.c_cc[VLNEXT] = _POSIX_VDISABLE;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
    def_prog_mode();
  }
}

int ct_open(const char *term, int direct) {
  if (ct.is_open) return CT_FAILED;
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return CT_NOT_A_TERMINAL;
  if (!term || !*term) return CT_TERM_UNSET;
  int error;
  if (setupterm(term, STDOUT_FILENO, &error) != OK) return CT_TERM_UNKNOWN;
  const char *address = tigetstr("cup");
  int is_usable = address && address != (char *)-1;
  ct.knows_modes = understands_modes(term);
  if (is_usable) remember_restore();
  del_curterm(cur_term);
  if (!is_usable) return CT_TERM_TOO_SIMPLE;
  if (tcgetattr(STDIN_FILENO, &ct.saved) != 0) return CT_NOT_A_TERMINAL;
  char name[64];
  if (direct && direct_entry(term, name, sizeof name)) term = name;
  use_env(FALSE);
  use_tioctl(TRUE);
  set_escdelay(ESCAPE_MS);
  ct.output = ct_output_open();
  if (!ct.output) return CT_FAILED;
  ct.screen = newterm(term, ct.output, stdin);
  if (!ct.screen) {
    ct_output_close();
    return CT_FAILED;
  }
  set_term(ct.screen);
  ct.is_open = 1;
  set_up_input();
  set_up_keys();
  typeahead(-1); // frames are never broken off: keys were read before
  leaveok(stdscr, FALSE);
  scrollok(stdscr, FALSE);
  idlok(stdscr, TRUE);
  idcok(stdscr, FALSE); // terminals differ in the ground of what moves in when characters go
  ct.pairs = 0;
  ct.cursor = -1;
  if (has_colors()) {
    start_color();
    ct.has_defaults = use_default_colors() == OK;
  }
  refresh();
  modes_on();
  return CT_OK;
}

void ct_close(void) {
  if (!ct.is_open) return;
  modes_off();
  ct_keys_drop_answer();
  curs_set(1);
  endwin();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &ct.saved);
  ct.is_open = 0;
  delscreen(ct.screen);
  ct.screen = NULL;
  ct_output_close();
}

void ct_restore_raw(void) {
  if (!ct.is_open) return;
  ct.is_open = 0;
  if (write(STDOUT_FILENO, restore, (size_t)restore_length) < 0) {} // nothing left to try
  tcsetattr(STDIN_FILENO, TCSANOW, &ct.saved);
}

int ct_colors(void) { return ct.is_open && has_colors() ? COLORS : 0; }

void ct_size(int *height, int *width) { // term.h has a macro called columns
  *height = ct.is_open ? getmaxy(stdscr) : 0;
  *width = ct.is_open ? getmaxx(stdscr) : 0;
}

int ct_resized(void) {
  struct winsize size;
  if (!ct.is_open || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  if (size.ws_row == 0 || size.ws_col == 0) return 0;
  if (size.ws_row == getmaxy(stdscr) && size.ws_col == getmaxx(stdscr)) return 0;
  resizeterm(size.ws_row, size.ws_col);
  clearok(curscr, TRUE);
  return 1;
}

void ct_suspend(void) {
  if (!ct.is_open || isendwin()) return;
  modes_off();
  ct_keys_drop_answer();
  curs_set(1);
  ct.cursor = -1;
  def_prog_mode();
  endwin();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &ct.saved);
}

void ct_resume(void) {
  if (!ct.is_open) return;
  reset_prog_mode();
  clearok(curscr, TRUE);
  refresh();
  ct.cursor = -1;
  ct_resized();
  // A program that had the terminal may have died with the mouse on.
  if (ct.knows_modes && !ct.mouse) send_text("\033[?1006l\033[?1003l\033[?1002l\033[?1000l");
  modes_on();
}

void ct_bell(void) {
  if (ct.is_open) beep();
}

void ct_send(const char *text, int length) {
  if (ct.is_open && length > 0) ct_output_send(text, (size_t)length);
}

void ct_mouse(int on) {
  ct.mouse = on;
  ct_keys_mouse(on);
  if (!ct.is_open || !ct.knows_modes) return;
  // ncurses knows no dragging. Terminals that do not know a mode keep the one before it.
  send_text(on ? "\033[?1000h\033[?1002h\033[?1006h" : "\033[?1006l\033[?1002l\033[?1000l");
}

void ct_ask_ground(void) {
  if (!ct.is_open || !ct.knows_modes) return;
  ct_keys_expect_ground();
  send_text("\033]11;?\007");
}

int ct_type_state(const char *term) {
  if (!term || !*term) return CT_TERM_UNSET;
  int error;
  if (setupterm(term, STDOUT_FILENO, &error) != OK) return CT_TERM_UNKNOWN;
  const char *address = tigetstr("cup");
  int is_usable = address && address != (char *)-1;
  del_curterm(cur_term);
  return is_usable ? CT_OK : CT_TERM_TOO_SIMPLE;
}

int ct_colors_of(const char *term) {
  int error;
  if (!term || !*term || setupterm(term, STDOUT_FILENO, &error) != OK) return 0;
  int colors = tigetnum("colors");
  del_curterm(cur_term);
  return colors > 0 ? colors : 0;
}

// The number of a colour pair, or 0 if the terminal has no more.
static int pair_of(int foreground, int background) {
  if (!has_colors() || (foreground < 0 && background < 0)) return 0;
  if (!ct.has_defaults) {
    if (foreground < 0) foreground = COLOR_WHITE;
    if (background < 0) background = COLOR_BLACK;
  }
  for (int i = 0; i < ct.pairs; i++) {
    if (ct.colours[i].foreground == foreground && ct.colours[i].background == background) {
      return i + 1;
    }
  }
  if (ct.pairs + 1 >= PAIRS_MAX || ct.pairs + 1 >= COLOR_PAIRS) return 0;
  if (init_extended_pair(ct.pairs + 1, foreground, background) != OK) return 0;
  ct.colours[ct.pairs].foreground = foreground;
  ct.colours[ct.pairs].background = background;
  return ++ct.pairs;
}

void ct_styles_reset(void) {
  ct.pairs = 0;
  memset(ct.pair, 0, sizeof ct.pair);
  memset(ct.attributes, 0, sizeof ct.attributes);
}

void ct_style(uint8_t style, int foreground, int background, unsigned attributes) {
  if (!ct.is_open) return;
  attr_t value = A_NORMAL;
  if (attributes & CT_BOLD) value |= A_BOLD;
  if (attributes & CT_DIM) value |= A_DIM;
  if (attributes & CT_ITALIC) value |= A_ITALIC;
  if (attributes & CT_UNDERLINE) value |= A_UNDERLINE;
  if (attributes & CT_REVERSE) value |= A_REVERSE;
  ct.attributes[style] = value;
  ct.pair[style] = pair_of(foreground, background);
}

static unsigned byte_of(const ct_cell *cell, int index) {
  if (index >= 12) return 0;
  return (index < 8 ? cell->low >> (8 * index) : cell->high >> (8 * (index - 8))) & 0xFF;
}

/// Decodes one cluster. What this locale cannot show in the width it takes becomes '?'.
static void cluster(const ct_cell *cell, wchar_t *text) {
  int count = 0, index = 0;
  uint32_t value;
  while (count < CCHARW_MAX && (value = byte_of(cell, index++)) != 0) {
    int more = value < 0x80 ? 0 : value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
    if (more) value &= 0x3Fu >> more;
    while (more-- > 0) value = value << 6 | (byte_of(cell, index++) & 0x3F);
    int width = value < 0x80 ? 1 : wcwidth((wchar_t)value);
    if (count == 0 && width != cell->width) {
      text[count++] = ct.utf8 ? 0xFFFD : L'?';
      break;
    }
    if (count > 0 && width != 0) continue;
    text[count++] = (wchar_t)value;
  }
  if (count == 0) text[count++] = L' ';
  text[count] = 0;
}

void ct_put(int row, int column, const ct_cell *cells, int count) {
  cchar_t run[RUN_CELLS_MAX];
  if (!ct.is_open || count <= 0) return;
  while (count > 0) {
    int filled = 0, taken = 0, width = 0;
    for (; taken < count && filled < RUN_CELLS_MAX - 1; taken++) {
      const ct_cell *cell = &cells[taken];
      if (cell->width == 0) continue;
      wchar_t text[CCHARW_MAX + 1];
      cluster(cell, text);
      int pair = ct.pair[cell->style];
      setcchar(&run[filled++], text, ct.attributes[cell->style], 0, &pair);
      width += 1;
      if (cell->width == 2 && wcwidth(text[0]) == 1) {
        text[0] = L' ';
        text[1] = 0;
        setcchar(&run[filled++], text, ct.attributes[cell->style], 0, &pair);
      }
    }
    if (filled > 0) mvwadd_wchnstr(stdscr, row, column, run, filled);
    cells += taken;
    column += taken;
    count -= taken;
  }
}

void ct_erase(void) {
  if (!ct.is_open) return;
  werase(stdscr);
  clearok(curscr, TRUE);
}

void ct_flush(int cursor_row, int cursor_column, int big) {
  if (!ct.is_open || isendwin()) return;
  int cursor = cursor_row >= 0;
  int brackets = big && ct.knows_modes;
  ct_output_begin();
  if (brackets) ct_output_mark("\033[?2026h");
  if (cursor != ct.cursor) {
    curs_set(cursor);
    ct.cursor = cursor;
  }
  if (cursor) wmove(stdscr, cursor_row, cursor_column);
  wnoutrefresh(stdscr);
  doupdate();
  if (brackets) ct_output_mark("\033[?2026l");
  if (!ct_output_end()) clearok(curscr, TRUE); // part of it is lost: repaint when it goes again
}
