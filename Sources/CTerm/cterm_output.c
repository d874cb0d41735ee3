// What leaves for the terminal. ncurses writes at every jump of the cursor; a frame shall leave in one
// piece. So ncurses writes to a duplicate of descriptor 1, in whose place a file in memory is put while
// a frame is made; that goes to the terminal in one write.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cterm_internal.h"

enum {
  PIECE_BYTES = 64 * 1024,
  STALL_MS_MAX = 2000, // a terminal that takes nothing for so long loses the rest of the frame
};

static FILE *output;   // on the duplicate
static int frame = -1; // the file in memory; without one frames leave in pieces, which is all right
static int is_framing;

FILE *ct_output_open(void) {
  int descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (descriptor < 0) return NULL;
  output = fdopen(descriptor, "w");
  if (!output) {
    close(descriptor);
    return NULL;
  }
  frame = memfd_create("frame", MFD_CLOEXEC);
  return output;
}

void ct_output_close(void) {
  if (output) fclose(output);
  if (frame >= 0) close(frame);
  output = NULL;
  frame = -1;
}

int ct_output_send(const char *text, size_t length) {
  while (length > 0) {
    ssize_t count = write(STDOUT_FILENO, text, length);
    if (count > 0) {
      text += count;
      length -= (size_t)count;
    } else if (count < 0 && errno == EAGAIN) { // somebody made the shared description non-blocking
      struct pollfd wanted = {.fd = STDOUT_FILENO, .events = POLLOUT};
      if (poll(&wanted, 1, STALL_MS_MAX) <= 0) return 0;
    } else if (count == 0 || errno != EINTR) {
      return 0;
    }
  }
  return 1;
}

void ct_output_begin(void) {
  is_framing = frame >= 0 && ftruncate(frame, 0) == 0 && lseek(frame, 0, SEEK_SET) == 0
      && dup3(frame, fileno(output), O_CLOEXEC) >= 0;
}

void ct_output_mark(const char *text) {
  if (write(fileno(output), text, strlen(text)) < 0) {} // only a courtesy
}

int ct_output_end(void) {
  static char piece[PIECE_BYTES];
  if (!is_framing) return 1;
  is_framing = 0;
  dup3(STDOUT_FILENO, fileno(output), O_CLOEXEC);
  ssize_t count;
  for (off_t offset = 0; (count = pread(frame, piece, sizeof piece, offset)) > 0; offset += count) {
    if (!ct_output_send(piece, (size_t)count)) return 0;
  }
  return 1;
}
