// Child processes: start in a group of their own, wait without taking other waits' children, kill.
#pragma once
#include <stdint.h>

struct cs_spawn_request {
  /// Path of the program, or a bare name that is looked for in `search_path`.
  const char *program;
  char *const *argv;
  char *const *envp;
  /// Colon-separated folders; NULL where `program` holds a slash.
  const char *search_path;
  /// Folder the child starts in; NULL keeps ours.
  const char *directory;
  /// Descriptor for standard input; -1 for /dev/null.
  int in_fd;
  /// Descriptors for standard output and error.
  int out_fd;
  int err_fd;
  /// 1: the child is killed when the thread that started it ends, so also with this process.
  int die_with_parent;
  /// 1: the child stays in our process group, so that it may use our terminal.
  int keeps_group;
};

/// What went wrong before the program ran: the step, for a sentence to people.
enum cs_spawn_step { CS_SPAWN_FORK = 1, CS_SPAWN_DIRECTORY = 2, CS_SPAWN_EXEC = 3 };

/// Starts a child with all signals at their defaults and nothing blocked, leader of a new process
/// group unless told otherwise, every descriptor above 2 closed. Returns its pid, or -errno with
/// *step set.
int cs_spawn(const struct cs_spawn_request *request, int *step);

/// A descriptor that becomes readable when the process ends, or -errno.
int cs_pidfd(int pid);
/// 1 when the child has ended (it stays a zombie, so its pid and group are still its own), 0 when
/// not, -errno otherwise.
int cs_has_ended(int pid);
/// Takes the end of a child: exit status in *status or the signal in *signal. 0 or -errno.
int cs_reap(int pid, int *status, int *signal);
/// Sends a signal to a whole process group. 0 or -errno.
int cs_kill_group(int group, int signal);

/// Blocks until one of the descriptors is readable or the time is over; readable ones are marked 1.
/// `timeout_ms` below 0 waits for ever. Returns how many, or -errno.
int cs_wait_readable(const int *fds, uint8_t *ready, int count, int timeout_ms);

/// A descriptor others write to wake a waiter up.
int cs_wake_open(void);
void cs_wake(int fd);
void cs_wake_drain(int fd);
