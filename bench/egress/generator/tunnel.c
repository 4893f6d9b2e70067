#include "tunnel.h"

#include "dial.h"
#include "message.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define AT_ONCE 64

void tunnel_start(struct tunnel *tunnel, const struct settings *settings, int epoll) {
  tunnel->fd = dial(settings);
  tunnel->state = CONNECTING;
  tunnel->length = 0;
  /* Edge-triggered, so that the writable socket is told of once. */
  struct epoll_event wanted = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = tunnel};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, tunnel->fd, &wanted) < 0) die("epoll_ctl");
}

static enum tunnel_state ask(struct tunnel *tunnel, const struct settings *settings) {
  int failure = 0;
  socklen_t size = sizeof failure;
  getsockopt(tunnel->fd, SOL_SOCKET, SO_ERROR, &failure, &size);
  if (failure != 0) return FAILED;
  if (!settings->proxied) return OPEN;
  char head[1024];
  int length = snprintf(head, sizeof head, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", settings->target,
                        settings->target, settings->authorization);
  ssize_t sent = send(tunnel->fd, head, (size_t)length, MSG_NOSIGNAL);
  if (sent < 0 && errno == EAGAIN) return CONNECTING;
  return sent == length ? ASKED : FAILED;
}

static enum tunnel_state read_answer(struct tunnel *tunnel) {
  for (;;) {
    char *end = tunnel->answer + tunnel->length;
    ssize_t got = recv(tunnel->fd, end, sizeof tunnel->answer - 1 - tunnel->length, 0);
    if (got < 0 && errno == EAGAIN) return ASKED;
    if (got <= 0) return FAILED;
    tunnel->length += (size_t)got;
    tunnel->answer[tunnel->length] = '\0';
    const char *empty_line = strstr(tunnel->answer, "\r\n\r\n");
    if (empty_line == NULL) continue;
    bool yes = strncmp(tunnel->answer, "HTTP/1.", 7) == 0 && strncmp(tunnel->answer + 8, " 200", 4) == 0;
    bool nothing_behind = empty_line + 4 == tunnel->answer + tunnel->length;
    return yes && nothing_behind ? OPEN : FAILED;
  }
}

enum tunnel_state tunnel_advance(struct tunnel *tunnel, const struct settings *settings) {
  if (tunnel->state == CONNECTING) tunnel->state = ask(tunnel, settings);
  if (tunnel->state == ASKED) tunnel->state = read_answer(tunnel);
  return tunnel->state;
}

/* Is the message back? The first call after OPEN sends it. -1 when it never will be. */
static int prove(struct tunnel *tunnel, bool *asked) {
  char message[MESSAGE_SIZE] = {ECHO};
  if (!*asked) {
    *asked = true;
    return send(tunnel->fd, message, sizeof message, MSG_NOSIGNAL) == (ssize_t)sizeof message ? 0 : -1;
  }
  ssize_t got = recv(tunnel->fd, message, sizeof message, 0);
  if (got < 0 && errno == EAGAIN) return 0;
  return got == (ssize_t)sizeof message ? 1 : -1;
}

int tunnel_open_all(struct tunnel *tunnels, int count, const struct settings *settings, int epoll) {
  static bool asked[65536];
  memset(asked, 0, sizeof asked);
  int started = 0, open = 0, failed = 0;
  while (open + failed < count) {
    while (started < count && started - open - failed < AT_ONCE) tunnel_start(&tunnels[started++], settings, epoll);
    struct epoll_event events[AT_ONCE];
    int ready = epoll_wait(epoll, events, AT_ONCE, 5000);
    if (ready == 0) return count - open;
    for (int index = 0; index < ready; index += 1) {
      struct tunnel *tunnel = events[index].data.ptr;
      enum tunnel_state before = tunnel->state;
      /* A proven tunnel that has lost its peer is found out when it is used. */
      if (before == FAILED || (before == OPEN && tunnel->length == SIZE_MAX)) continue;
      int proven = 0;
      if (tunnel_advance(tunnel, settings) == OPEN) proven = prove(tunnel, &asked[tunnel - tunnels]);
      if (tunnel->state == FAILED || proven < 0) {
        tunnel->state = FAILED;
        close(tunnel->fd);
        failed += 1;
      } else if (proven > 0) {
        tunnel->length = SIZE_MAX;
        open += 1;
      }
    }
  }
  return failed;
}
