// The child between fork and exec may only make async-signal-safe calls: see signal-safety(7).
#include "cs_spawn.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct failure {
  int step;
  int code;
};

static void fail(int fd, int step, int code) {
  struct failure failure = {step, code};
  ssize_t ignored = write(fd, &failure, sizeof failure);
  (void)ignored;
  _exit(127);
}

/// Moves a descriptor above the standard ones, so that dup2 does not overwrite it.
static int raised(int fd) { return fd > 2 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 3); }

static void reset_signals(void) {
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &standard, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
}

static void become(const struct cs_spawn_request *r, const char *const *paths, int report,
                   pid_t parent) {
  if (!r->keeps_group) setpgid(0, 0);
  if (r->die_with_parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
  }
  int out = raised(r->out_fd), err = raised(r->err_fd);
  int in = r->in_fd >= 0 ? r->in_fd : open("/dev/null", O_RDONLY | O_CLOEXEC);
  in = in < 0 ? in : raised(in);
  if (out < 0 || err < 0 || in < 0) fail(report, CS_SPAWN_FORK, errno);
  if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) fail(report, CS_SPAWN_FORK, errno);
  syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */);
  if (r->directory && chdir(r->directory) != 0) fail(report, CS_SPAWN_DIRECTORY, errno);
  reset_signals();
  int code = ENOENT;
  for (; *paths; paths++) {
    execve(*paths, r->argv, r->envp);
    if (errno != ENOENT && errno != ENOTDIR) code = errno;
    if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) break;
  }
  fail(report, CS_SPAWN_EXEC, code);
}

/// All full paths to try, in one block that ends with NULL; made before fork because it allocates.
static char **candidates(const struct cs_spawn_request *r) {
  const char *folders = strchr(r->program, '/') || !r->search_path ? "" : r->search_path;
  size_t count = 1;
  for (const char *c = folders; *c; c++) count += *c == ':';
  char **paths = calloc(count + 1, sizeof *paths);
  if (!paths) return 0;
  if (!*folders) {
    paths[0] = strdup(r->program);
    return paths;
  }
  size_t filled = 0;
  while (filled < count) {
    size_t length = strcspn(folders, ":");
    if (asprintf(&paths[filled], "%.*s%s%s", (int)length, folders, length ? "/" : "./",
                 r->program) < 0)
      paths[filled] = 0;
    filled++;
    folders += length;
    if (*folders != ':') break;
    folders++;
  }
  return paths;
}

int cs_spawn(const struct cs_spawn_request *request, int *step) {
  *step = CS_SPAWN_FORK;
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -errno;
  int high = fcntl(report[1], F_DUPFD_CLOEXEC, 10);
  char **paths = candidates(request);
  if (high < 0 || !paths) {
    int code = errno;
    close(report[0]);
    close(report[1]);
    return -code;
  }
  close(report[1]);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pid_t parent = getpid();
  pid_t pid = fork();
  if (pid == 0) become(request, (const char *const *)paths, high, parent);
  int code = errno;
  pthread_sigmask(SIG_SETMASK, &before, 0);
  for (char **path = paths; *path; path++) free(*path);
  free(paths);
  close(high);
  struct failure failure;
  ssize_t count = 0;
  if (pid > 0) {
    if (!request->keeps_group) setpgid(pid, pid);
    do count = read(report[0], &failure, sizeof failure);
    while (count < 0 && errno == EINTR);
  }
  close(report[0]);
  if (pid < 0) return -code;
  if (count == sizeof failure) {
    while (waitpid(pid, 0, 0) < 0 && errno == EINTR) {}
    *step = failure.step;
    return -failure.code;
  }
  return pid;
}

int cs_pidfd(int pid) {
  int fd = (int)syscall(SYS_pidfd_open, pid, 0);
  return fd < 0 ? -errno : fd;
}

int cs_has_ended(int pid) {
  siginfo_t end;
  memset(&end, 0, sizeof end);
  if (waitid(P_PID, (id_t)pid, &end, WEXITED | WNOHANG | WNOWAIT) != 0) return -errno;
  return end.si_pid == pid;
}

int cs_reap(int pid, int *status, int *signal) {
  int word = 0;
  pid_t got;
  do got = waitpid(pid, &word, 0);
  while (got < 0 && errno == EINTR);
  if (got < 0) return -errno;
  *status = WIFEXITED(word) ? WEXITSTATUS(word) : 0;
  *signal = WIFSIGNALED(word) ? WTERMSIG(word) : 0;
  return 0;
}

int cs_kill_group(int group, int signal) {
  if (group <= 1) return -EINVAL;
  return kill(-group, signal) == 0 ? 0 : -errno;
}

int cs_wait_readable(const int *fds, uint8_t *ready, int count, int timeout_ms) {
  struct pollfd *set = calloc((size_t)count + 1, sizeof *set);
  if (!set) return -ENOMEM;
  for (int i = 0; i < count; i++) set[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
  int found = poll(set, (nfds_t)count, timeout_ms);
  int code = errno;
  for (int i = 0; i < count; i++) ready[i] = found > 0 && set[i].revents != 0;
  free(set);
  return found < 0 ? (code == EINTR ? 0 : -code) : found;
}

int cs_wake_open(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

void cs_wake(int fd) {
  uint64_t one = 1;
  ssize_t ignored = write(fd, &one, sizeof one);
  (void)ignored;
}

void cs_wake_drain(int fd) {
  uint64_t count;
  ssize_t ignored = read(fd, &count, sizeof count);
  (void)ignored;
}
