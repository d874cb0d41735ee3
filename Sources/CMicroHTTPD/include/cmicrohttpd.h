// A small HTTP/1.1 listener on libmicrohttpd: one epoll thread, requests are handed out whole and
// answered later from any thread. Nothing of libmicrohttpd's own names, enums or varargs gets out.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A listening server.
typedef struct cm_server cm_server;
/// One request that waits for its answer. Each one handed out must be answered exactly once.
typedef struct cm_exchange cm_exchange;
/// A body that is produced while it is sent.
typedef struct cm_stream cm_stream;

/// One header field; the bytes are not zero-terminated.
typedef struct {
  const char *name;
  size_t name_length;
  const char *value;
  size_t value_length;
} cm_field;

/// Called on the server's thread when the head of a request is there and nothing of its body; it must
/// not block, and may refuse the request.
typedef void (*cm_head_handler)(void *context, cm_exchange *exchange);
/// Called on the server's thread with a whole request; it must not block.
typedef void (*cm_request_handler)(void *context, cm_exchange *exchange);
/// Called once per field of a request.
typedef void (*cm_field_visitor)(void *context, cm_field field);
/// Called on the server's thread when a stream needs its next chunk; it must not block.
typedef void (*cm_more_handler)(void *context, cm_stream *stream);
/// Called once, from any thread, when a context is no longer needed.
typedef void (*cm_release_handler)(void *context);

typedef struct {
  /// A numeric IPv4 or IPv6 address.
  const char *address;
  /// 0 picks a free port.
  uint16_t port;
  uint32_t connections_max;
  uint32_t idle_seconds;
  /// Bytes of request line and header together.
  size_t header_bytes_max;
  size_t body_bytes_max;
  void *context;
  /// NULL: every head is fine.
  cm_head_handler head;
  cm_request_handler handler;
  cm_release_handler release;
} cm_options;

/// Starts listening. NULL on failure, with an errno value in `error`
/// (EINVAL: `address` is not a numeric address).
cm_server *cm_start(const cm_options *options, int *error);
/// The port that is listened on.
uint16_t cm_port(const cm_server *server);
/// Stops accepting, waits up to `grace_ms` for the answers under way, cuts the rest off and frees
/// the server. Returns at once; `stopped` is called from another thread at the end.
void cm_stop(cm_server *server, uint32_t grace_ms, void *context, cm_release_handler stopped);

const char *cm_method(const cm_exchange *exchange);
/// The request target as on the wire, query included.
const char *cm_target(const cm_exchange *exchange);
const uint8_t *cm_body(const cm_exchange *exchange, size_t *length);
/// Visits the request's header fields in order; only inside the two handlers.
void cm_each_field(cm_exchange *exchange, void *context, cm_field_visitor visitor);
/// Writes the client's numeric address; only inside the two handlers.
void cm_peer(cm_exchange *exchange, char *address, size_t size, uint16_t *port);

/// Answers at once and closes the connection, so that the body need not be read; only inside the head
/// handler, at most once.
void cm_refuse(cm_exchange *exchange, uint32_t status, const cm_field *fields, size_t count,
               const void *body, size_t length);
/// Answers with bytes, which are copied, and gives the exchange up.
/// false: a header field was not valid; the client gets a plain 500 instead.
bool cm_answer(cm_exchange *exchange, uint32_t status, const cm_field *fields, size_t count,
               const void *body, size_t length);
/// Answers with a stream and gives the exchange up. `length` -1: not known, sent in chunks.
bool cm_answer_stream(cm_exchange *exchange, uint32_t status, const cm_field *fields, size_t count,
                      int64_t length, void *context, cm_more_handler more,
                      cm_release_handler release);
/// How a stream goes on after a chunk.
typedef enum { CM_MORE = 0, CM_END, CM_CUT } cm_next;
/// Hands over the chunk that was asked for (copied). CM_CUT breaks the connection off after it.
void cm_feed(cm_stream *stream, const void *bytes, size_t length, cm_next next);
