// Signals, crash guard, wake descriptors. Handlers only write to a pipe or restore the terminal.
#include "cterm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "cterm_internal.h"

enum { UNREAD_SECONDS_MAX = 2, ALTERNATE_STACK_BYTES = 64 * 1024 };

static int signal_pipe[2] = {-1, -1};
static volatile time_t unread_since; // when an ending signal came that nobody has read; 0: none

static int ends(int number) {
  return number == SIGHUP || number == SIGTERM || number == SIGINT || number == SIGQUIT;
}

static time_t seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1; // never 0
}

static void on_signal(int number) {
  int saved = errno;
  if (ends(number)) {
    time_t now = seconds();
    if (!unread_since) {
      unread_since = now;
    } else if (now - unread_since >= UNREAD_SECONDS_MAX) {
      tcflush(STDOUT_FILENO, TCOFLUSH); // the loop may hang in a write that nobody reads
      ct_restore_raw();
      _exit(128 + number);
    }
  }
  unsigned char byte = (unsigned char)number;
  if (write(signal_pipe[1], &byte, 1) < 0) {} // full: enough is queued already
  errno = saved;
}

static void catch (int number, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

int ct_signals_open(void) {
  static const int caught[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT, SIGQUIT};
  if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  for (unsigned i = 0; i < sizeof caught / sizeof *caught; i++) {
    catch (caught[i], on_signal, SA_RESTART);
  }
  catch (SIGPIPE, SIG_IGN, 0);
  return signal_pipe[0];
}

int ct_signals_read(void) {
  unsigned char byte;
  if (signal_pipe[0] < 0 || read(signal_pipe[0], &byte, 1) != 1) return 0;
  if (ends(byte)) unread_since = 0;
  return byte;
}

void ct_stop_self(void) {
  catch (SIGTSTP, SIG_DFL, 0);
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  raise(SIGTSTP); // returns after SIGCONT
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  catch (SIGTSTP, on_signal, SA_RESTART);
}

static void on_crash(int number) {
  ct_restore_raw();
  raise(number); // the handler was reset to the default; this comes after the return
}

void ct_crash_guard(void) {
  static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
  stack_t stack = {.ss_sp = malloc(ALTERNATE_STACK_BYTES), .ss_size = ALTERNATE_STACK_BYTES};
  if (stack.ss_sp) sigaltstack(&stack, NULL); // for stack overflows of this thread
  for (unsigned i = 0; i < sizeof fatal / sizeof *fatal; i++) {
    catch (fatal[i], on_crash, SA_ONSTACK | (int)SA_RESETHAND);
  }
}

int ct_wake_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void ct_wake(int descriptor) {
  uint64_t one = 1;
  if (write(descriptor, &one, sizeof one) < 0) {} // only fails if it is awake already
}

void ct_wake_clear(int descriptor) {
  uint64_t count;
  if (read(descriptor, &count, sizeof count) < 0) {} // nothing to clear
}

void ct_wake_wait(int descriptor) {
  struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
  while (poll(&wanted, 1, -1) < 0 && errno == EINTR) {}
}

unsigned ct_wait(const int *descriptors, int count, int64_t timeout_ns) {
  struct pollfd wanted[8];
  if (count > 8) count = 8;
  for (int i = 0; i < count; i++) {
    wanted[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
  }
  struct timespec limit = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
  unsigned ready = 0;
  if (ppoll(wanted, (nfds_t)count, timeout_ns < 0 ? NULL : &limit, NULL) > 0) {
    for (int i = 0; i < count; i++) {
      if (wanted[i].revents) ready |= 1u << i;
    }
  }
  return ready;
}

struct start {
  void (*body)(void *);
  void *context;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  start.body(start.context);
  return NULL;
}

int ct_thread_start(void (*body)(void *), void *context) {
  struct start *start = malloc(sizeof *start);
  if (!start) return ENOMEM;
  *start = (struct start){body, context};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  int code = pthread_create(&thread, &attributes, run, start);
  pthread_attr_destroy(&attributes);
  if (code) free(start);
  return code;
}
