#include "ccurl.h"
#include <sys/socket.h>

static curl_socket_t open_private(void *context, curlsocktype purpose, struct curl_sockaddr *to) {
  (void)context;
  (void)purpose;
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

CURLcode cc_set_private_sockets(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_private);
}
