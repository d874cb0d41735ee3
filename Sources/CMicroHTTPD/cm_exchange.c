// From the first byte of a request to its end. A whole request is suspended and handed out; the
// answer resumes it, and only the daemon's thread queues responses.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "cm_internal.h"

void *cm_on_target(void *context, const char *target, struct MHD_Connection *connection) {
  cm_server *server = context;
  cm_exchange *exchange = calloc(1, sizeof *exchange);
  if (exchange == NULL) return NULL;
  exchange->target = strdup(target);
  if (exchange->target == NULL) {
    free(exchange);
    return NULL;
  }
  exchange->server = server;
  exchange->connection = connection;
  exchange->references = 1;
  pthread_mutex_lock(&server->lock);
  server->references += 1;
  exchange->next = server->first;
  if (server->first != NULL) server->first->previous = exchange;
  server->first = exchange;
  pthread_mutex_unlock(&server->lock);
  return exchange;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status,
                              const char *text) {
  struct MHD_Response *response =
      MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_PERSISTENT);
  if (response == NULL) return MHD_NO;
  MHD_add_response_header(response, "Content-Type", "application/json");
  MHD_add_response_header(response, "Connection", "close");
  enum MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

static enum MHD_Result refuse_size(struct MHD_Connection *connection) {
  return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE, "{\"detail\":\"Request body too large\"}");
}

static bool declares_too_much(cm_exchange *exchange) {
  const char *text = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND,
                                                 MHD_HTTP_HEADER_CONTENT_LENGTH);
  return text != NULL && strtoull(text, NULL, 10) > exchange->server->options.body_bytes_max;
}

/// false: no memory, or a body far above the limit that does not end.
static bool append(cm_exchange *exchange, const char *data, size_t length) {
  size_t most = exchange->server->options.body_bytes_max;
  if (exchange->too_large || exchange->body_length + length > most) {
    exchange->too_large = true;
    exchange->body_length += length;
    return exchange->body_length <= most * 4;
  }
  if (exchange->body_length + length > exchange->body_capacity) {
    size_t capacity = (exchange->body_length + length) * 2;
    uint8_t *grown = realloc(exchange->body, capacity);
    if (grown == NULL) return false;
    exchange->body = grown;
    exchange->body_capacity = capacity;
  }
  memcpy(exchange->body + exchange->body_length, data, length);
  exchange->body_length += length;
  return true;
}

static enum MHD_Result dispatch(cm_exchange *exchange) {
  cm_server *server = exchange->server;
  pthread_mutex_lock(&server->lock);
  bool stopping = server->stopping;
  if (!stopping) {
    exchange->dispatched = true;
    exchange->references += 1;
    exchange->suspended = true;
    server->under_way += 1;
    MHD_suspend_connection(exchange->connection);
  }
  pthread_mutex_unlock(&server->lock);
  if (stopping) {
    return refuse(exchange->connection, MHD_HTTP_SERVICE_UNAVAILABLE,
                  "{\"detail\":\"The server is stopping\"}");
  }
  server->options.handler(server->options.context, exchange);
  return MHD_YES;
}

static enum MHD_Result send_answer(cm_exchange *exchange) {
  pthread_mutex_lock(&exchange->server->lock);
  struct MHD_Response *response = exchange->response;
  exchange->response = NULL;
  pthread_mutex_unlock(&exchange->server->lock);
  if (response == NULL) return MHD_NO;
  enum MHD_Result result = MHD_queue_response(exchange->connection, exchange->status, response);
  MHD_destroy_response(response);
  return result;
}

enum MHD_Result cm_on_access(void *context, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *data,
                             size_t *length, void **state) {
  (void)context, (void)url, (void)version;
  cm_exchange *exchange = *state;
  if (exchange == NULL) return MHD_NO;
  if (!exchange->begun) {
    exchange->begun = true;
    strncpy(exchange->method, method, sizeof exchange->method - 1);
    const cm_options *options = &exchange->server->options;
    if (options->head != NULL) options->head(options->context, exchange);
    if (exchange->refused) return exchange->refusal_queued ? MHD_YES : MHD_NO;
    return declares_too_much(exchange) ? refuse_size(connection) : MHD_YES;
  }
  if (*length > 0) {
    bool kept = append(exchange, data, *length);
    *length = 0;
    return kept ? MHD_YES : MHD_NO;
  }
  if (exchange->too_large) return refuse_size(connection);
  return exchange->dispatched ? send_answer(exchange) : dispatch(exchange);
}

void cm_on_completed(void *context, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode code) {
  (void)context, (void)connection, (void)code;
  cm_exchange *exchange = *state;
  if (exchange == NULL) return;
  *state = NULL;
  cm_server *server = exchange->server;
  pthread_mutex_lock(&server->lock);
  if (exchange->previous != NULL) exchange->previous->next = exchange->next;
  if (exchange->next != NULL) exchange->next->previous = exchange->previous;
  if (server->first == exchange) server->first = exchange->next;
  exchange->aborted = true;
  // An answer that came too late: a streamed one holds the exchange, so it goes first.
  struct MHD_Response *unsent = exchange->response;
  exchange->response = NULL;
  if (exchange->dispatched) server->under_way -= 1;
  pthread_cond_broadcast(&server->changed);
  pthread_mutex_unlock(&server->lock);
  if (unsent != NULL) MHD_destroy_response(unsent);
  cm_release_exchange(exchange);
}

void cm_release_exchange(cm_exchange *exchange) {
  cm_server *server = exchange->server;
  pthread_mutex_lock(&server->lock);
  int left = --exchange->references;
  pthread_mutex_unlock(&server->lock);
  if (left > 0) return;
  free(exchange->target);
  free(exchange->body);
  free(exchange);
  cm_release_server(server);
}

void cm_resume_locked(cm_exchange *exchange) {
  if (!exchange->suspended) return;
  exchange->suspended = false;
  MHD_resume_connection(exchange->connection);
}

const char *cm_method(const cm_exchange *exchange) { return exchange->method; }

const char *cm_target(const cm_exchange *exchange) { return exchange->target; }

const uint8_t *cm_body(const cm_exchange *exchange, size_t *length) {
  *length = exchange->body_length;
  return exchange->body;
}

struct visit {
  void *context;
  cm_field_visitor visitor;
};

static enum MHD_Result visit_field(void *context, enum MHD_ValueKind kind, const char *name,
                                   size_t name_length, const char *value, size_t value_length) {
  (void)kind;
  struct visit *visit = context;
  visit->visitor(visit->context, (cm_field){name, name_length, value, value_length});
  return MHD_YES;
}

void cm_each_field(cm_exchange *exchange, void *context, cm_field_visitor visitor) {
  struct visit visit = {context, visitor};
  MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, visit_field, &visit);
}

void cm_peer(cm_exchange *exchange, char *address, size_t size, uint16_t *port) {
  address[0] = 0;
  *port = 0;
  const union MHD_ConnectionInfo *known =
      MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (known == NULL || known->client_addr == NULL) return;
  if (known->client_addr->sa_family == AF_INET) {
    const struct sockaddr_in *four = (const struct sockaddr_in *)known->client_addr;
    inet_ntop(AF_INET, &four->sin_addr, address, (socklen_t)size);
    *port = ntohs(four->sin_port);
  } else if (known->client_addr->sa_family == AF_INET6) {
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)known->client_addr;
    inet_ntop(AF_INET6, &six->sin6_addr, address, (socklen_t)size);
    *port = ntohs(six->sin6_port);
  }
}
