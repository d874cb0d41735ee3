// Waiting for changes in folders: inotify.
#pragma once

/// A descriptor that becomes readable when something changes, or -errno.
int cs_watch_open(void);
/// Adds a folder: files written, made, moved and removed; with `only_names`, only new names in it.
/// 0 or -errno.
int cs_watch_add(int watch, const char *folder, int only_names);
/// Takes what has been told so far, without looking at it.
void cs_watch_drain(int watch);
