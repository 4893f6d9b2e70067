/*
 * Whole lives of tunnels a second, `count` in flight: connect, CONNECT, one message there and back, and the origin's
 * FIN.
 */
#include "clock.h"
#include "dial.h"
#include "message.h"
#include "report.h"
#include "settings.h"
#include "tunnel.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct life {
  struct tunnel tunnel;
  bool sent;
  size_t received;
};

static void begin(struct life *life, const struct settings *settings, int epoll) {
  life->sent = false;
  life->received = 0;
  tunnel_start(&life->tunnel, settings, epoll);
}

/* 1 when the origin has said everything and closed, 0 when there is more to come, -1 when it went wrong. */
static int advance(struct life *life, const struct settings *settings) {
  enum tunnel_state state = tunnel_advance(&life->tunnel, settings);
  if (state == FAILED) return -1;
  if (state != OPEN) return 0;
  char message[MESSAGE_SIZE] = {ECHO_ONCE};
  if (!life->sent) {
    life->sent = true;
    if (send(life->tunnel.fd, message, sizeof message, MSG_NOSIGNAL) != (ssize_t)sizeof message) return -1;
  }
  for (;;) {
    ssize_t got = recv(life->tunnel.fd, message, sizeof message, 0);
    if (got < 0) return errno == EAGAIN ? 0 : -1;
    if (got == 0) return life->received == MESSAGE_SIZE ? 1 : -1;
    life->received += (size_t)got;
  }
}

int measure_tunnels(const struct settings *settings) {
  int epoll = epoll_create1(0);
  struct life *lives = calloc((size_t)settings->count, sizeof *lives);
  if (lives == NULL) die("calloc");
  uint64_t whole = 0, failed = 0;
  uint64_t began = now_ns();
  uint64_t ends = began + (uint64_t)(settings->seconds * (double)SECOND_NS);
  for (int index = 0; index < settings->count; index += 1) begin(&lives[index], settings, epoll);
  uint64_t now = began;
  while (now < ends) {
    struct epoll_event events[64];
    int ready = epoll_wait(epoll, events, 64, 5000);
    if (ready == 0) die("the tunnels stood still");
    for (int index = 0; index < ready; index += 1) {
      struct life *life = events[index].data.ptr;
      int outcome = advance(life, settings);
      if (outcome == 0) continue;
      if (outcome > 0) whole += 1;
      else failed += 1;
      close(life->tunnel.fd);
      begin(life, settings, epoll);
    }
    now = now_ns();
  }
  double seconds = (double)(now - began) / (double)SECOND_NS;
  report_begin(whole, seconds, failed);
  report_end();
  return 0;
}
