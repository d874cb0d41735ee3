// What the files of this shim share. `lock` of the server guards every field marked so.
#pragma once
#include <microhttpd.h>
#include <pthread.h>

#include "cmicrohttpd.h"

struct cm_server {
  cm_options options;
  struct MHD_Daemon *daemon;
  int socket;
  uint16_t port;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  // Guarded by lock: one reference for the daemon, one per exchange alive.
  size_t references;
  size_t under_way;
  bool stopping;
  cm_exchange *first;
};

struct cm_exchange {
  cm_server *server;
  struct MHD_Connection *connection;
  char *target;
  char method[16];
  uint8_t *body;
  size_t body_length, body_capacity;
  bool begun, refused, refusal_queued, dispatched, too_large;
  // Guarded by the server's lock: one reference for the daemon, one for whoever answers.
  int references;
  bool suspended, aborted;
  struct MHD_Response *response;
  unsigned status;
  cm_exchange *next, *previous;
};

struct cm_stream {
  cm_exchange *exchange;
  void *context;
  cm_more_handler more;
  cm_release_handler release;
  // Guarded by the server's lock: one reference for the response, one while a chunk is awaited.
  int references;
  uint8_t *chunk;
  size_t length, offset;
  cm_next next;
};

void cm_release_exchange(cm_exchange *exchange);
void cm_release_server(cm_server *server);
void cm_resume_locked(cm_exchange *exchange);

// Callbacks given to libmicrohttpd.
void *cm_on_target(void *context, const char *target, struct MHD_Connection *connection);
enum MHD_Result cm_on_access(void *context, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *data,
                             size_t *length, void **state);
void cm_on_completed(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode code);
