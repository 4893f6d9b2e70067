/* Octets a second through one tunnel, from the origin to the client. */
#include "clock.h"
#include "dial.h"
#include "message.h"
#include "report.h"
#include "settings.h"
#include "tunnel.h"

#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define MOST_AT_ONCE (1 << 20)

int measure_throughput(const struct settings *settings) {
  int epoll = epoll_create1(0);
  struct tunnel stream;
  tunnel_start(&stream, settings, epoll);
  struct epoll_event event;
  while (stream.state != OPEN) {
    if (epoll_wait(epoll, &event, 1, 5000) <= 0 || tunnel_advance(&stream, settings) == FAILED) {
      fprintf(stderr, "the tunnel could not be opened\n");
      return 1;
    }
  }
  char message[MESSAGE_SIZE] = {STREAM};
  if (send(stream.fd, message, sizeof message, MSG_NOSIGNAL) != (ssize_t)sizeof message) die("send");

  uint64_t octets = 0, began = 0, now = 0;
  uint64_t length = (uint64_t)(settings->seconds * (double)SECOND_NS);
  do {
    /* MSG_TRUNC: the kernel drops what has arrived instead of copying it (tcp(7)), so the client costs little. */
    ssize_t got = recv(stream.fd, NULL, MOST_AT_ONCE, MSG_TRUNC);
    if (got < 0 && errno == EAGAIN) {
      if (epoll_wait(epoll, &event, 1, 5000) == 0) die("the stream stood still");
      now = now_ns();
      continue;
    }
    if (got <= 0) die("the stream ended early");
    now = now_ns();
    if (began == 0) began = now;
    else octets += (uint64_t)got;
  } while (began == 0 || now - began < length);
  double seconds = (double)(now - began) / (double)SECOND_NS;
  report_begin(octets, seconds, 0);
  report_end();
  return 0;
}
