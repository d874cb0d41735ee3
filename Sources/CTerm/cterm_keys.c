// Keys: ncurses' codes and its leftovers → the few codes of cterm.h.
// An escape sequence nobody knows is swallowed whole: its letters must never act as commands.
#include "cterm.h"

#define NCURSES_WIDECHAR 1
#include <ctype.h>
#include <ncurses.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "cterm_internal.h"

enum {
  OWN = KEY_MAX + 1000, // above what ncurses gives to extended capabilities
  SEQUENCE_BYTES_MAX = 64,
  STRING_BYTES_MAX = 4096,
  KEPT_BYTES_MAX = 40, // of a sequence that may mean something: a mouse report, an answer
  TORN_MS_MAX = 250,
  ANSWER_GAP_MS_MAX = 10000, // between two bytes of an answer that has begun
  EXPECTED_MS_MAX = 120000, // that long a torn string may be the answer
  LATE_MS_MAX = 2000, // that long after the question an answer may come to the shell
  LAST_ANSWER_MS_MAX = 150,
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
  define_key(NULL, KEY_MOUSE); // reports of the mouse are read here, the same from all terminals
  for (int i = 0; i < OWN_COUNT; i++) {
    // Leave sequences alone that the terminal's entry knows already, whatever their meaning there.
    if (own[i].kind != CT_KEY || key_defined(own[i].sequence) == 0) {
      define_key(own[i].sequence, OWN + i);
    }
  }
}

static ct_event key(int code) { return (ct_event){.kind = CT_KEY, .code = code}; }

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
  default: return (ct_event){.kind = CT_IGNORED};
  }
}

// A sequence that ncurses does not know: what it is, until when its end may come, how it begins.
static struct {
  enum { NOTHING, SEQUENCE, STRING, STRING_END, MOUSE_BYTES } kind;
  int left; // bytes that may still belong to it
  int64_t until_ms;
  int length;
  char text[KEPT_BYTES_MAX + 1];
} torn;

static int takes_mouse;
static int64_t ground_asked_ms; // when the terminal was asked, 0 if it was not or has answered
static int64_t escaped_ms;      // when an escape came alone while an answer was expected

static const char ground_answer[] = "11;rgb:";

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void ct_keys_mouse(int on) { takes_mouse = on; }

void ct_keys_expect_ground(void) { ground_asked_ms = now_ms(); }

void ct_keys_drop_answer(void) {
  if (ground_asked_ms == 0 || now_ms() - ground_asked_ms > LATE_MS_MAX) return;
  ground_asked_ms = 0;
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  if (poll(&input, 1, LAST_ANSWER_MS_MAX) > 0) tcflush(STDIN_FILENO, TCIFLUSH);
}

static void keep(wint_t character) {
  char byte = character < 128 ? (char)character : 127;
  if (torn.length < KEPT_BYTES_MAX) torn.text[torn.length++] = byte;
  torn.text[torn.length] = 0;
}

/// Whether what has come of a string is the beginning of the terminal's answer.
static int is_answer(void) {
  size_t length = (size_t)torn.length;
  if (length > sizeof ground_answer - 1) length = sizeof ground_answer - 1;
  return ground_asked_ms != 0 && strncmp(torn.text, ground_answer, length) == 0;
}

/// More of the sequence may come for a moment; an answer may take its time on a slow line.
static void wait_for_more(void) {
  int64_t now = now_ms();
  int is_slow = torn.kind == STRING && is_answer() && now - ground_asked_ms < EXPECTED_MS_MAX;
  torn.until_ms = now + (is_slow ? ANSWER_GAP_MS_MAX : TORN_MS_MAX);
}

static void expect(int kind, int bytes) {
  torn.kind = kind;
  torn.left = bytes;
  torn.length = 0;
  wait_for_more();
}

/// A button as terminals count it: 2 bits of button, then shift, meta, control, motion, wheel.
static ct_event mouse(int code, int column, int row, int is_release) {
  ct_event event = {.kind = CT_MOUSE, .row = row - 1, .column = column - 1};
  static const ct_event ignored = {.kind = CT_IGNORED};
  if (!takes_mouse || row < 1 || column < 1 || code < 0 || code & 128) return ignored;
  int button = code & 3;
  if (code & 64) {
    event.code = button == 0 ? CT_WHEEL_UP : CT_WHEEL_DOWN;
    return button > 1 || is_release ? ignored : event;
  }
  event.button = button == 3 ? 1 : button + 1;
  event.code = is_release ? CT_RELEASE : code & 32 ? CT_DRAG : CT_PRESS;
  return button == 3 && !is_release ? ignored : event;
}

/// The brightness of "ffff/8080/0" in 0...1, each part scaled by its own number of digits; -1 if it
/// is something else.
static double brightness(const char *text) {
  static const double weights[] = {0.299, 0.587, 0.114};
  double sum = 0;
  for (int i = 0; i < 3; i++) {
    int digits = 0;
    unsigned value = 0;
    for (; digits < 4 && isxdigit((unsigned char)*text); digits++, text++) {
      int digit = *text <= '9' ? *text - '0' : (*text | 32) - 'a' + 10;
      value = value << 4 | (unsigned)digit;
    }
    if (digits == 0 || *text != (i < 2 ? '/' : 0)) return -1;
    sum += weights[i] * value / ((1u << (4 * digits)) - 1);
    text += i < 2;
  }
  return sum;
}

/// What a sequence says that came to its end.
static ct_event meaning(int kind) {
  int code, column, row;
  char final, more;
  switch (kind) {
  case SEQUENCE:
    if (sscanf(torn.text, "<%5d;%5d;%5d%c%c", &code, &column, &row, &final, &more) == 4
        && (final == 'M' || final == 'm')) {
      return mouse(code, column, row, final == 'm');
    }
    break;
  case MOUSE_BYTES:
    if (torn.length == 3 && torn.text[0] >= 32 && torn.text[1] > 32 && torn.text[2] > 32) {
      code = torn.text[0] - 32;
      return mouse(code, torn.text[1] - 32, torn.text[2] - 32, (code & 67) == 3);
    }
    break;
  case STRING:
    if (is_answer() && torn.length > (int)sizeof ground_answer - 1) {
      double value = brightness(torn.text + sizeof ground_answer - 1);
      ground_asked_ms = 0;
      if (value >= 0) return (ct_event){.kind = CT_GROUND, .code = value > 0.5};
    }
    break;
  default: break;
  }
  return (ct_event){.kind = CT_IGNORED};
}

/// One more character of the sequence; when it was the last one, `*event` is what it said.
/// Returns 0 if the character does not belong to it.
static int belongs(wint_t character, ct_event *event) {
  int kind = torn.kind;
  int is_last = --torn.left <= 0;
  switch (kind) {
  case SEQUENCE:
    keep(character);
    if (character >= 0x20 && character <= 0x3F && !is_last) return 1;
    torn.kind = NOTHING;
    if (character == 'M' && torn.length == 1) {
      expect(MOUSE_BYTES, 3);
      return 1;
    }
    *event = meaning(SEQUENCE);
    return character >= 0x40 && character <= 0x7E;
  case MOUSE_BYTES:
    keep(character);
    if (!is_last) return 1;
    torn.kind = NOTHING;
    *event = meaning(MOUSE_BYTES);
    return 1;
  case STRING:
    if (character == 27) {
      torn.kind = STRING_END; // ST is ESC and a backslash
      torn.left = 1;
      return 1;
    }
    if (character == 7 || character == 0x9C || is_last) {
      torn.kind = NOTHING;
      *event = meaning(STRING);
    } else {
      keep(character);
      if (is_answer()) wait_for_more();
    }
    return 1;
  default:
    torn.kind = NOTHING;
    *event = meaning(STRING);
    return character == '\\';
  }
}

/// Takes what has arrived of the sequence: CT_NONE while its end is missing.
static ct_event swallow(void) {
  wint_t character;
  ct_event event = {.kind = CT_IGNORED};
  while (torn.kind != NOTHING) {
    int result = get_wch(&character);
    if (result == ERR) return (ct_event){.kind = CT_NONE};
    if (result == KEY_CODE_YES && character == KEY_RESIZE) continue; // ncurses' own, no key
    if (result == KEY_CODE_YES) {
      torn.kind = NOTHING;
      ungetch((int)character);
    } else if (!belongs(character, &event)) {
      unget_wch((wchar_t)character);
    }
  }
  return event;
}

static int is_string(wint_t character) {
  return character == ']' || character == 'P' || character == '_' || character == '^';
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
  if (result != OK) {
    escaped_ms = now_ms();
    return alone;
  }
  if (character == '[') {
    expect(SEQUENCE, SEQUENCE_BYTES_MAX);
  } else if (character == 'O') {
    expect(SEQUENCE, 2);
  } else if (is_string(character)) {
    expect(STRING, STRING_BYTES_MAX);
  } else {
    unget_wch((wchar_t)character);
    return alone;
  }
  ct_event event = swallow();
  return event.kind == CT_NONE ? (ct_event){.kind = CT_IGNORED} : event;
}

ct_event ct_read(void) {
  wint_t character;
  if (torn.kind != NOTHING) {
    if (now_ms() > torn.until_ms) {
      torn.kind = NOTHING;
    } else {
      return swallow();
    }
  }
  int result = get_wch(&character);
  if (result == ERR) return (ct_event){.kind = CT_NONE};
  if (result == KEY_CODE_YES) return named((int)character);
  if (character == 27) return escape();
  if (character == ']' && ground_asked_ms != 0 && now_ms() - escaped_ms < TORN_MS_MAX) {
    expect(STRING, STRING_BYTES_MAX); // the answer, torn behind its escape
    return swallow();
  }
  return (ct_event){.kind = CT_CHAR, .code = (int)character};
}

int ct_input_ended(int descriptor) {
  struct pollfd input = {.fd = descriptor, .events = POLLIN};
  if (poll(&input, 1, 0) <= 0) return 0;
  if (input.revents & (POLLHUP | POLLERR | POLLNVAL)) return 1;
  int waiting = 0;
  return (input.revents & POLLIN) && (ioctl(descriptor, FIONREAD, &waiting) != 0 || !waiting);
}
