// libcurl for Swift: typed front doors to its variadic calls, and nothing else.
// Enum constants (CURLOPT_…, CURLE_…) are used from Swift as they are.
#ifndef PODIUM_CCURL_H
#define PODIUM_CCURL_H

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

/// Takes `size * count` bytes and returns how many it accepted; fewer end the transfer.
typedef size_t (*cc_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode cc_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode cc_set_size(CURL *easy, CURLoption option, int64_t value) {
  return curl_easy_setopt(easy, option, (curl_off_t)value);
}

/// libcurl copies the text; NULL restores the option's default.
static inline CURLcode cc_set_text(CURL *easy, CURLoption option, const char *text) {
  return curl_easy_setopt(easy, option, text);
}

/// The bytes are copied: set CURLOPT_POSTFIELDSIZE_LARGE first.
static inline CURLcode cc_set_body_copy(CURL *easy, const void *bytes) {
  return curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes);
}

/// Sockets that programs started by this process do not inherit: an inherited one stays open, and
/// the key with it, as long as that program lives. libcurl 7.88 does not ask for it by itself.
CURLcode cc_set_private_sockets(CURL *easy);

/// The list must outlive the transfer.
static inline CURLcode cc_set_headers(CURL *easy, struct curl_slist *list) {
  return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list);
}

/// The buffer holds CURL_ERROR_SIZE bytes and outlives the transfer.
static inline CURLcode cc_set_error_buffer(CURL *easy, char *buffer) {
  return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer);
}

static inline CURLcode cc_set_private(CURL *easy, void *context) {
  return curl_easy_setopt(easy, CURLOPT_PRIVATE, context);
}

static inline CURLcode cc_on_body(CURL *easy, cc_receiver receiver, void *context) {
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
  return curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receiver);
}

static inline CURLcode cc_on_header(CURL *easy, cc_receiver receiver, void *context) {
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
  return curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receiver);
}

static inline long cc_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

static inline int64_t cc_get_size(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

/// Valid until the next transfer of this handle; may be NULL.
static inline const char *cc_get_text(CURL *easy, CURLINFO info) {
  char *text = NULL;
  curl_easy_getinfo(easy, info, &text);
  return text;
}

static inline void *cc_get_private(CURL *easy) {
  char *context = NULL;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &context);
  return context;
}

static inline CURLMcode cc_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

/// The next finished transfer with its result; NULL when there is none.
static inline CURL *cc_next_finished(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left)) != NULL) {
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  }
  return NULL;
}

#endif
