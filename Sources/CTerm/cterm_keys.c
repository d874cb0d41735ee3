// Keys: ncurses' codes and its leftovers → the few codes of cterm.h.
// An escape sequence nobody knows is swallowed whole: its letters must never act as commands.
#include "cterm.h"

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <time.h>
#include <unistd.h>

#include "cterm_internal.h"

enum {
  OWN = KEY_MAX + 1000, // above what ncurses gives to extended capabilities
  SEQUENCE_BYTES_MAX = 64,
  STRING_BYTES_MAX = 4096,
  TORN_MS_MAX = 250,
};

static const struct {
  const char *sequence;
  int kind, code;
} own[] = {
    {"\033[200~", CT_PASTE_BEGIN, 0},          {"\033[201~", CT_PASTE_END, 0},
    {"\033[I", CT_FOCUS_IN, 0},                {"\033[O", CT_FOCUS_OUT, 0},
    {"\033[1;2A", CT_KEY, CT_KEY_SHIFT_UP},    {"\033[1;2B", CT_KEY, CT_KEY_SHIFT_DOWN},
    {"\033[1;2C", CT_KEY, CT_KEY_SHIFT_RIGHT}, {"\033[1;2D", CT_KEY, CT_KEY_SHIFT_LEFT},
    {"\033[A", CT_KEY, CT_KEY_UP},             {"\033[B", CT_KEY, CT_KEY_DOWN},
    {"\033[C", CT_KEY, CT_KEY_RIGHT},          {"\033[D", CT_KEY, CT_KEY_LEFT},
    {"\033OA", CT_KEY, CT_KEY_UP},             {"\033OB", CT_KEY, CT_KEY_DOWN},
    {"\033OC", CT_KEY, CT_KEY_RIGHT},          {"\033OD", CT_KEY, CT_KEY_LEFT},
    {"\033[H", CT_KEY, CT_KEY_HOME},           {"\033[F", CT_KEY, CT_KEY_END},
    {"\033OH", CT_KEY, CT_KEY_HOME},           {"\033OF", CT_KEY, CT_KEY_END},
    {"\033[1~", CT_KEY, CT_KEY_HOME},          {"\033[4~", CT_KEY, CT_KEY_END},
    {"\033[2~", CT_KEY, CT_KEY_INSERT},        {"\033[3~", CT_KEY, CT_KEY_DELETE},
    {"\033[5~", CT_KEY, CT_KEY_PAGE_UP},       {"\033[6~", CT_KEY, CT_KEY_PAGE_DOWN},
    {"\033[Z", CT_KEY, CT_KEY_BACK_TAB},       {"\033OM", CT_KEY, CT_KEY_ENTER},
};

enum { OWN_COUNT = sizeof own / sizeof *own };

void ct_define_keys(void) {
  for (int i = 0; i < OWN_COUNT; i++) {
    // Leave sequences alone that the terminal's entry knows already, whatever their meaning there.
    if (own[i].kind != CT_KEY || key_defined(own[i].sequence) == 0) {
      define_key(own[i].sequence, OWN + i);
    }
  }
}

static ct_event key(int code) { return (ct_event){.kind = CT_KEY, .code = code}; }

static ct_event mouse(void) {
  MEVENT event;
  if (getmouse(&event) != OK) return (ct_event){.kind = CT_IGNORED};
  ct_event result = {.kind = CT_MOUSE, .row = event.y, .column = event.x};
  mmask_t state = event.bstate;
  if (state & BUTTON4_PRESSED) {
    result.code = CT_WHEEL_UP;
  } else if (state & BUTTON5_PRESSED) {
    result.code = CT_WHEEL_DOWN;
  } else if (state & (BUTTON1_PRESSED | BUTTON1_CLICKED)) {
    result.button = 1;
  } else if (state & BUTTON2_PRESSED) {
    result.button = 2;
  } else if (state & BUTTON3_PRESSED) {
    result.button = 3;
  } else if (state & BUTTON1_RELEASED) {
    result.button = 1;
    result.code = CT_RELEASE;
  } else {
    result.kind = CT_IGNORED;
  }
  return result;
}

static ct_event named(int code) {
  if (code >= OWN && code < OWN + OWN_COUNT) {
    return (ct_event){.kind = own[code - OWN].kind, .code = own[code - OWN].code};
  }
  if (code > KEY_F0 && code <= KEY_F(24)) return key(CT_KEY_F1 + code - KEY_F(1));
  switch (code) {
  case KEY_UP: return key(CT_KEY_UP);
  case KEY_DOWN: return key(CT_KEY_DOWN);
  case KEY_LEFT: return key(CT_KEY_LEFT);
  case KEY_RIGHT: return key(CT_KEY_RIGHT);
  case KEY_HOME: return key(CT_KEY_HOME);
  case KEY_END: return key(CT_KEY_END);
  case KEY_PPAGE: return key(CT_KEY_PAGE_UP);
  case KEY_NPAGE: return key(CT_KEY_PAGE_DOWN);
  case KEY_IC: return key(CT_KEY_INSERT);
  case KEY_DC: return key(CT_KEY_DELETE);
  case KEY_BACKSPACE: return key(CT_KEY_BACKSPACE);
  case KEY_ENTER: return key(CT_KEY_ENTER);
  case KEY_BTAB: return key(CT_KEY_BACK_TAB);
  case KEY_SR: return key(CT_KEY_SHIFT_UP);
  case KEY_SF: return key(CT_KEY_SHIFT_DOWN);
  case KEY_SLEFT: return key(CT_KEY_SHIFT_LEFT);
  case KEY_SRIGHT: return key(CT_KEY_SHIFT_RIGHT);
  case KEY_MOUSE: return mouse();
  default: return (ct_event){.kind = CT_IGNORED};
  }
}

// An unknown sequence whose end has not arrived: what it was, and until when its end may come.
static struct {
  enum { NOTHING, SEQUENCE, STRING, MOUSE_BYTES } kind;
  int left; // bytes that may still belong to it
  int64_t until_ms;
} torn;

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void expect(int kind, int bytes) {
  torn.kind = kind;
  torn.left = bytes;
  torn.until_ms = now_ms() + TORN_MS_MAX;
}

/// One more character of the sequence. Returns 0 if it does not belong to it.
static int belongs(wint_t character) {
  if (--torn.left <= 0) torn.kind = torn.kind == MOUSE_BYTES ? NOTHING : torn.kind;
  switch (torn.kind) {
  case SEQUENCE:
    if (character >= 0x20 && character <= 0x3F && torn.left > 0) return 1;
    torn.kind = NOTHING;
    if (character == 'M' && torn.left == SEQUENCE_BYTES_MAX - 1) expect(MOUSE_BYTES, 3);
    return character >= 0x40 && character <= 0x7E;
  case STRING:
    if (character == 7 || character == 0x9C || torn.left <= 0) torn.kind = NOTHING;
    if (character == 27) expect(SEQUENCE, 2); // ST is ESC and a backslash
    return 1;
  default: return 1;
  }
}

/// Swallows what has arrived of the sequence. Returns 1 if all that was there belonged to it.
static int swallow(void) {
  wint_t character;
  while (torn.kind != NOTHING) {
    int result = get_wch(&character);
    if (result == ERR) return 1;
    if (result == KEY_CODE_YES) {
      torn.kind = NOTHING;
      ungetch((int)character);
    } else if (!belongs(character)) {
      unget_wch((wchar_t)character);
    }
  }
  return 0;
}

/// After ESC: a lone one is the key; with more behind it, it was a sequence we do not know.
static ct_event escape(void) {
  static const ct_event alone = {.kind = CT_CHAR, .code = 27};
  wint_t character;
  int result = get_wch(&character);
  if (result == KEY_CODE_YES) {
    ungetch((int)character);
    return alone;
  }
  if (result != OK) return alone;
  if (character == '[') {
    expect(SEQUENCE, SEQUENCE_BYTES_MAX);
  } else if (character == 'O') {
    expect(SEQUENCE, 2);
  } else if (character == ']' || character == 'P' || character == '_' || character == '^') {
    expect(STRING, STRING_BYTES_MAX);
  } else {
    unget_wch((wchar_t)character);
    return alone;
  }
  swallow();
  return (ct_event){.kind = CT_IGNORED};
}

ct_event ct_read(void) {
  wint_t character;
  if (torn.kind != NOTHING) {
    if (now_ms() > torn.until_ms) {
      torn.kind = NOTHING;
    } else if (swallow()) {
      return (ct_event){.kind = CT_NONE};
    }
  }
  int result = get_wch(&character);
  if (result == ERR) return (ct_event){.kind = CT_NONE};
  if (result == KEY_CODE_YES) return named((int)character);
  if (character == 27) return escape();
  return (ct_event){.kind = CT_CHAR, .code = (int)character};
}

int ct_input_ended(int descriptor) {
  struct pollfd input = {.fd = descriptor, .events = POLLIN};
  if (poll(&input, 1, 0) <= 0) return 0;
  if (input.revents & (POLLHUP | POLLERR | POLLNVAL)) return 1;
  int waiting = 0;
  return (input.revents & POLLIN) && (ioctl(descriptor, FIONREAD, &waiting) != 0 || !waiting);
}
