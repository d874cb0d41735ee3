// Answers, whole or streamed. A stream is pulled: the next chunk is asked for when the last one
// has left, and the connection sleeps meanwhile, so a slow reader costs one chunk of memory.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cm_internal.h"

enum { BLOCK_BYTES = 32 * 1024, FIELD_BYTES_MAX = 8 * 1024 };

/// Length and framing are the library's business.
static bool is_framing(const char *name) {
  return strcasecmp(name, "Content-Length") == 0 || strcasecmp(name, "Transfer-Encoding") == 0;
}

static bool add_field(struct MHD_Response *response, cm_field field) {
  if (field.name_length + field.value_length + 2 > FIELD_BYTES_MAX) return false;
  char text[FIELD_BYTES_MAX];
  char *name = text, *value = text + field.name_length + 1;
  memcpy(name, field.name, field.name_length);
  name[field.name_length] = 0;
  memcpy(value, field.value, field.value_length);
  value[field.value_length] = 0;
  if (is_framing(name)) return true;
  return MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool add_fields(struct MHD_Response *response, const cm_field *fields, size_t count) {
  bool valid = true;
  for (size_t i = 0; i < count; i++) valid = add_field(response, fields[i]) && valid;
  return valid;
}

/// Resumes the connection with its response (NULL: breaks it off) and gives the exchange up.
static void deliver(cm_exchange *exchange, uint32_t status, struct MHD_Response *response) {
  pthread_mutex_lock(&exchange->server->lock);
  if (!exchange->aborted) {
    exchange->status = status;
    exchange->response = response;
    response = NULL;
    cm_resume_locked(exchange);
  }
  pthread_mutex_unlock(&exchange->server->lock);
  if (response != NULL) MHD_destroy_response(response);
  cm_release_exchange(exchange);
}

static struct MHD_Response *internal_error(void) {
  static const char text[] = "{\"detail\":\"Internal Server Error\"}";
  return MHD_create_response_from_buffer(sizeof text - 1, (void *)text, MHD_RESPMEM_PERSISTENT);
}

/// Never NULL; `status` becomes 500 when a field was not valid.
static struct MHD_Response *whole(uint32_t *status, const cm_field *fields, size_t count,
                                  const void *body, size_t length) {
  struct MHD_Response *response =
      MHD_create_response_from_buffer(length, (void *)body, MHD_RESPMEM_MUST_COPY);
  if (response != NULL && add_fields(response, fields, count)) return response;
  if (response != NULL) MHD_destroy_response(response);
  *status = MHD_HTTP_INTERNAL_SERVER_ERROR;
  response = internal_error();
  if (response == NULL) abort();
  return response;
}

void cm_refuse(cm_exchange *exchange, uint32_t status, const cm_field *fields, size_t count,
               const void *body, size_t length) {
  struct MHD_Response *response = whole(&status, fields, count, body, length);
  exchange->refused = true;
  exchange->refusal_queued =
      MHD_add_response_header(response, "Connection", "close") == MHD_YES &&
      MHD_queue_response(exchange->connection, status, response) == MHD_YES;
  MHD_destroy_response(response);
}

bool cm_answer(cm_exchange *exchange, uint32_t status, const cm_field *fields, size_t count,
               const void *body, size_t length) {
  uint32_t sent = status;
  struct MHD_Response *response = whole(&sent, fields, count, body, length);
  deliver(exchange, sent, response);
  return sent == status;
}

static void release_stream(cm_stream *stream) {
  cm_server *server = stream->exchange->server;
  pthread_mutex_lock(&server->lock);
  int left = --stream->references;
  pthread_mutex_unlock(&server->lock);
  if (left > 0) return;
  stream->release(stream->context);
  cm_release_exchange(stream->exchange);
  free(stream->chunk);
  free(stream);
}

static void on_response_gone(void *context) { release_stream(context); }

/// Called by the daemon when there is room to send.
static ssize_t on_read(void *context, uint64_t position, char *buffer, size_t most) {
  (void)position;
  cm_stream *stream = context;
  cm_exchange *exchange = stream->exchange;
  cm_server *server = exchange->server;
  ssize_t result = 0;
  bool ask = false;
  pthread_mutex_lock(&server->lock);
  size_t left = stream->length - stream->offset;
  if (left > 0) {
    result = (ssize_t)(left < most ? left : most);
    memcpy(buffer, stream->chunk + stream->offset, (size_t)result);
    stream->offset += (size_t)result;
  } else if (stream->next == CM_END) {
    result = MHD_CONTENT_READER_END_OF_STREAM;
  } else if (stream->next == CM_CUT || exchange->aborted || server->stopping) {
    result = MHD_CONTENT_READER_END_WITH_ERROR;
  } else {
    ask = true;
    stream->references += 1;
    exchange->suspended = true;
    MHD_suspend_connection(exchange->connection);
  }
  pthread_mutex_unlock(&server->lock);
  if (ask) stream->more(stream->context, stream);
  return result;
}

void cm_feed(cm_stream *stream, const void *bytes, size_t length, cm_next next) {
  uint8_t *copy = length > 0 ? malloc(length) : NULL;
  if (copy != NULL) memcpy(copy, bytes, length);
  pthread_mutex_lock(&stream->exchange->server->lock);
  free(stream->chunk);
  stream->chunk = copy;
  stream->length = copy != NULL ? length : 0;
  stream->offset = 0;
  stream->next = length > 0 && copy == NULL ? CM_CUT : next;
  if (!stream->exchange->aborted) cm_resume_locked(stream->exchange);
  pthread_mutex_unlock(&stream->exchange->server->lock);
  release_stream(stream);
}

bool cm_answer_stream(cm_exchange *exchange, uint32_t status, const cm_field *fields, size_t count,
                      int64_t length, void *context, cm_more_handler more,
                      cm_release_handler release) {
  cm_stream *stream = calloc(1, sizeof *stream);
  if (stream == NULL) abort();
  *stream = (cm_stream){.exchange = exchange, .context = context, .more = more,
                        .release = release, .references = 1};
  pthread_mutex_lock(&exchange->server->lock);
  exchange->references += 1;
  pthread_mutex_unlock(&exchange->server->lock);
  struct MHD_Response *response = MHD_create_response_from_callback(
      length < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)length, BLOCK_BYTES, on_read, stream,
      on_response_gone);
  if (response == NULL) abort();
  bool valid = add_fields(response, fields, count);
  if (!valid) {
    MHD_destroy_response(response);
    response = internal_error();
    status = MHD_HTTP_INTERNAL_SERVER_ERROR;
  }
  deliver(exchange, status, response);
  return valid;
}
