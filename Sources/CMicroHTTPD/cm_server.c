// Starting and stopping: the listening socket is ours, so that errors have an errno.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cm_internal.h"

enum { BACKLOG = 256, STACK_BYTES = 512 * 1024 };

static socklen_t parse_address(const char *text, uint16_t port, struct sockaddr_storage *out) {
  memset(out, 0, sizeof *out);
  struct sockaddr_in *four = (struct sockaddr_in *)out;
  if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    return sizeof *four;
  }
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
  if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    return sizeof *six;
  }
  return 0;
}

/// A bound, listening socket, or -1 with errno.
static int open_socket(const char *address, uint16_t port, uint16_t *bound) {
  struct sockaddr_storage where;
  socklen_t size = parse_address(address, port, &where);
  if (size == 0) {
    errno = EINVAL;
    return -1;
  }
  int fd = socket(where.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&where, size) != 0 || listen(fd, BACKLOG) != 0 ||
      getsockname(fd, (struct sockaddr *)&where, &size) != 0) {
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
  }
  *bound = ntohs(where.ss_family == AF_INET ? ((struct sockaddr_in *)&where)->sin_port
                                            : ((struct sockaddr_in6 *)&where)->sin6_port);
  return fd;
}

/// Signals belong to the program's main thread: the daemon's thread inherits a full mask.
static struct MHD_Daemon *start_daemon(cm_server *server) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  struct MHD_OptionItem options[] = {
      {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)cm_on_target, server},
      {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)cm_on_completed, server},
      {MHD_OPTION_LISTEN_SOCKET, server->socket, NULL},
      {MHD_OPTION_CONNECTION_LIMIT, server->options.connections_max, NULL},
      {MHD_OPTION_CONNECTION_TIMEOUT, server->options.idle_seconds, NULL},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)server->options.header_bytes_max, NULL},
      {MHD_OPTION_THREAD_STACK_SIZE, STACK_BYTES, NULL},
      {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
      {MHD_OPTION_END, 0, NULL},
  };
  struct MHD_Daemon *daemon = MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, cm_on_access,
      server, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return daemon;
}

cm_server *cm_start(const cm_options *options, int *error) {
  cm_server *server = calloc(1, sizeof *server);
  if (server == NULL) {
    *error = ENOMEM;
    return NULL;
  }
  server->options = *options;
  server->references = 1;
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&server->changed, &attributes);
  pthread_condattr_destroy(&attributes);
  pthread_mutex_init(&server->lock, NULL);
  server->socket = open_socket(options->address, options->port, &server->port);
  *error = server->socket < 0 ? errno : 0;
  if (server->socket >= 0) {
    errno = 0;
    server->daemon = start_daemon(server);
    if (server->daemon != NULL) return server;
    *error = errno != 0 ? errno : EIO;
    close(server->socket);
  }
  pthread_mutex_destroy(&server->lock);
  pthread_cond_destroy(&server->changed);
  free(server);
  return NULL;
}

uint16_t cm_port(const cm_server *server) { return server->port; }

void cm_release_server(cm_server *server) {
  pthread_mutex_lock(&server->lock);
  size_t left = --server->references;
  pthread_mutex_unlock(&server->lock);
  if (left > 0) return;
  pthread_mutex_destroy(&server->lock);
  pthread_cond_destroy(&server->changed);
  if (server->options.release != NULL) server->options.release(server->options.context);
  free(server);
}

struct stop {
  cm_server *server;
  uint32_t grace_ms;
  void *context;
  cm_release_handler stopped;
};

static struct timespec deadline(uint32_t milliseconds) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  time.tv_sec += milliseconds / 1000;
  time.tv_nsec += (long)(milliseconds % 1000) * 1000000;
  if (time.tv_nsec >= 1000000000) {
    time.tv_sec += 1;
    time.tv_nsec -= 1000000000;
  }
  return time;
}

static void *stop_thread(void *argument) {
  struct stop stop = *(struct stop *)argument;
  free(argument);
  cm_server *server = stop.server;
  MHD_quiesce_daemon(server->daemon);
  struct timespec until = deadline(stop.grace_ms);
  pthread_mutex_lock(&server->lock);
  while (server->under_way > 0) {
    if (pthread_cond_timedwait(&server->changed, &server->lock, &until) != 0) break;
  }
  // From here on nothing is suspended any more: libmicrohttpd must not stop with suspensions.
  server->stopping = true;
  for (cm_exchange *each = server->first; each != NULL; each = each->next) {
    each->aborted = true;
    cm_resume_locked(each);
  }
  pthread_mutex_unlock(&server->lock);
  MHD_stop_daemon(server->daemon);
  close(server->socket);
  cm_release_server(server);
  stop.stopped(stop.context);
  return NULL;
}

void cm_stop(cm_server *server, uint32_t grace_ms, void *context, cm_release_handler stopped) {
  struct stop *stop = malloc(sizeof *stop);
  pthread_t thread;
  if (stop == NULL) abort();
  *stop = (struct stop){server, grace_ms, context, stopped};
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (pthread_create(&thread, NULL, stop_thread, stop) == 0) {
    pthread_detach(thread);
  } else {
    stop_thread(stop);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
