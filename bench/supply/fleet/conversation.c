/* What each character does with its client, step by step. */
#include "fleet.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define SAYS(octets) (octets), sizeof(octets) - 1

static const char BANNER[] = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";
static const char BAD_REQUEST[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
static const char NO_METHOD[] = "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
static const char UNAVAILABLE[] = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
static const char WHO[] = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"fleet\"\r\n"
                          "Content-Length: 0\r\nConnection: close\r\n\r\n";
static const char ESTABLISHED[] = "HTTP/1.1 200 Connection established\r\n\r\n";
/* RFC 1928 sections 3 and 6; SOCKS4: a reply is 0, 90 and six octets that nobody reads. */
static const char NO_PASSWORD[] = "\x05\x00";
static const char SUCCEEDED[] = "\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x01";
static const char GRANTED[] = "\x00\x5a\x00\x01\x7f\x00\x00\x01";

static void answer(struct conversation *conversation, const char *octets, size_t length) {
  (void)!send_all(conversation->client.fd, octets, length);
  conversation->over = true;
}

static uint32_t address_at(const char *octets) {
  const unsigned char *at = (const unsigned char *)octets;
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}
static uint16_t port_at(const char *octets) {
  const unsigned char *at = (const unsigned char *)octets;
  return (uint16_t)(at[0] << 8 | at[1]);
}

/* The welcome is said once the target is reached; `request` octets of the request are the target's. */
static void go(struct conversation *conversation, uint32_t address, uint16_t port, const char *welcome, size_t length) {
  conversation->welcome = welcome;
  conversation->welcome_length = length;
  conversation->state = CONNECTING;
  if (!target_connect(conversation, address, port)) conversation->over = true;
}

static void read_socks5(struct conversation *conversation) {
  char *octets = conversation->octets;
  if (octets[0] != 5) {
    conversation->over = true;
    return;
  }
  if (conversation->state == ASKED) {
    if (conversation->length < 2 || conversation->length < 2u + (unsigned char)octets[1]) return;
    conversation->length = 0;
    conversation->state = GREETED;
    if (!send_all(conversation->client.fd, SAYS(NO_PASSWORD))) conversation->over = true;
    return;
  }
  if (conversation->length < 10) return;
  conversation->length = 0;
  if (octets[1] != 1 || octets[3] != 1) conversation->over = true;
  else go(conversation, address_at(octets + 4), port_at(octets + 8), SAYS(SUCCEEDED));
}

static void read_socks4(struct conversation *conversation) {
  char *octets = conversation->octets;
  if (octets[0] != 4) {
    conversation->over = true;
    return;
  }
  if (conversation->length < 9 || memchr(octets + 8, 0, conversation->length - 8) == NULL) return;
  conversation->length = 0;
  go(conversation, address_at(octets + 4), port_at(octets + 2), SAYS(GRANTED));
}

static void read_http(struct conversation *conversation) {
  struct request request;
  int read = request_read(conversation->octets, conversation->length, &request);
  if (read == 0 && conversation->length < ROOM) return;
  if (read <= 0) return answer(conversation, SAYS(BAD_REQUEST));
  if (conversation->character == PRIVATE && !request.authorized) return answer(conversation, SAYS(WHO));
  if (conversation->character == FAILS) return answer(conversation, SAYS(UNAVAILABLE));
  if (!request.connect) return go(conversation, request.address, request.port, "", 0);
  if (conversation->character == UNTUNNELED) return answer(conversation, SAYS(NO_METHOD));
  conversation->length = 0;
  if (conversation->character == INTERCEPTS && interceptor != 0) {
    request.address = 0x7f000001;
    request.port = interceptor;
  }
  go(conversation, request.address, request.port, SAYS(ESTABLISHED));
}

void conversation_begin(struct conversation *conversation, bool used_before) {
  conversation->state = ASKED;
  if (conversation->character == CLOSES) {
    conversation->over = true;
    return;
  }
  if (conversation->character == DIES && used_before) return reset(conversation);
  if (conversation->character == SILENT) conversation->state = IGNORING;
  if (conversation->character == GARBAGE) {
    conversation->state = IGNORING;
    (void)!send_all(conversation->client.fd, SAYS(BANNER));
  }
  watch(&conversation->client, EPOLLIN, false);
}

static void relay(struct conversation *conversation, int from, int to) {
  char octets[ROOM];
  ssize_t got = recv(from, octets, sizeof octets, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    conversation->over = true;
    return;
  }
  if (conversation->character == RESETS && to == conversation->client.fd) {
    (void)!send_all(to, octets, (size_t)got / 2);
    return reset(conversation);
  }
  if (!send_all(to, octets, (size_t)got)) conversation->over = true;
}

void conversation_client(struct conversation *conversation) {
  if (conversation->state == RELAYING)
    return relay(conversation, conversation->client.fd, conversation->target.fd);
  char ignored[ROOM];
  /* What comes before its turn belongs to the target: a client may not wait for the welcome. */
  bool keeps = conversation->state == ASKED || conversation->state == GREETED;
  ssize_t got = recv(conversation->client.fd, keeps ? conversation->octets + conversation->length : ignored,
                     keeps ? ROOM - conversation->length : sizeof ignored, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    conversation->over = true;
    return;
  }
  if (!keeps) return;
  conversation->length += (size_t)got;
  if (conversation->character == SOCKS5) read_socks5(conversation);
  else if (conversation->character == SOCKS4) read_socks4(conversation);
  else read_http(conversation);
}

/* Collects the whole answer, then sends it altered. */
static void collect(struct conversation *conversation) {
  ssize_t got = recv(conversation->target.fd, conversation->octets + conversation->length, ROOM - conversation->length, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got > 0) conversation->length += (size_t)got;
  if (got > 0 && conversation->length < ROOM) return;
  answer_altered(conversation);
  conversation->over = true;
}

void conversation_target(struct conversation *conversation, bool writable) {
  bool alters = conversation->character == ALTERS || conversation->character == INJECTS;
  if (conversation->state == CONNECTING) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(conversation->target.fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0 || !writable) {
      conversation->over = true;
      return;
    }
    conversation->state = RELAYING;
    watch(&conversation->target, EPOLLIN, true);
    if (conversation->welcome_length > 0) {
      if (!send_all(conversation->client.fd, conversation->welcome, conversation->welcome_length)) conversation->over = true;
      return;
    }
    char request[ROOM];
    size_t length = request_forwarded(conversation, request);
    conversation->length = 0;
    if (length == 0 || !send_all(conversation->target.fd, request, length)) conversation->over = true;
    return;
  }
  /* What goes through a tunnel is not looked into. */
  if (alters && conversation->welcome_length == 0) return collect(conversation);
  relay(conversation, conversation->target.fd, conversation->client.fd);
}
