#include "cs_watch.h"
#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

int cs_watch_open(void) {
  int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int cs_watch_add(int watch, const char *folder, int only_names) {
  unsigned wanted = IN_CREATE | IN_MOVED_TO;
  if (!only_names) wanted |= IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE;
  wanted |= IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  return inotify_add_watch(watch, folder, wanted) < 0 ? -errno : 0;
}

void cs_watch_drain(int watch) {
  char events[4096];
  while (read(watch, events, sizeof events) > 0) {}
}
