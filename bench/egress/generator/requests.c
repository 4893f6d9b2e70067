/*
 * HTTP requests a second, one in flight on each of `count` connections, which are kept for as long as the proxy keeps
 * them.
 */
#include "clock.h"
#include "dial.h"
#include "report.h"
#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define UNKNOWN SIZE_MAX

struct client {
  int fd;
  bool asked;
  /* It has carried an answer before: the peer may end it, as any peer may between two requests. */
  bool kept;
  /* Octets received of this answer, and how many it has in all once its head is read. */
  size_t received;
  size_t expected;
  bool closes;
  char answer[8192];
};

static char request[2048];
static int request_length;

static void begin(struct client *client, const struct settings *settings, int epoll) {
  client->fd = dial(settings);
  client->asked = false;
  client->kept = false;
  struct epoll_event wanted = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = client};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, client->fd, &wanted) < 0) die("epoll_ctl");
}

static bool ask(struct client *client) {
  client->asked = true;
  client->received = 0;
  client->expected = UNKNOWN;
  client->closes = false;
  return send(client->fd, request, (size_t)request_length, MSG_NOSIGNAL) == request_length;
}

/* Reads the head, once it is whole, for where the answer ends. False when it is no answer to count. */
static bool read_head(struct client *client) {
  client->answer[client->received] = '\0';
  char *empty_line = strstr(client->answer, "\r\n\r\n");
  if (empty_line == NULL) return true;
  if (strncmp(client->answer, "HTTP/1.", 7) != 0 || strncmp(client->answer + 8, " 200", 4) != 0) return false;
  *empty_line = '\0';
  const char *length = strcasestr(client->answer, "\r\nContent-Length:");
  if (length == NULL) return false;
  client->expected = (size_t)(empty_line + 4 - client->answer) + strtoul(length + 17, NULL, 10);
  client->closes = client->answer[7] == '0' || strcasestr(client->answer, "\r\nConnection: close") != NULL;
  return client->expected < sizeof client->answer;
}

enum outcome { WAITS, ANSWERED, ENDED, WRONG };

static enum outcome advance(struct client *client) {
  if (!client->asked) {
    int failure = 0;
    socklen_t size = sizeof failure;
    getsockopt(client->fd, SOL_SOCKET, SO_ERROR, &failure, &size);
    if (failure != 0 || !ask(client)) return WRONG;
  }
  for (;;) {
    size_t room = sizeof client->answer - 1 - client->received;
    ssize_t got = recv(client->fd, client->answer + client->received, room, 0);
    if (got < 0 && errno == EAGAIN) return WAITS;
    if (got <= 0) return client->kept && client->received == 0 ? ENDED : WRONG;
    client->received += (size_t)got;
    if (client->expected == UNKNOWN && !read_head(client)) return WRONG;
    if (client->received == client->expected) return ANSWERED;
    if (client->expected != UNKNOWN && client->received > client->expected) return WRONG;
  }
}

int measure_requests(const struct settings *settings) {
  request_length = snprintf(request, sizeof request, "GET %s%s/ HTTP/1.1\r\nHost: %s\r\n%s\r\n",
                            settings->proxied ? "http://" : "", settings->proxied ? settings->target : "",
                            settings->target, settings->authorization);
  int epoll = epoll_create1(0);
  struct client *clients = calloc((size_t)settings->count, sizeof *clients);
  if (clients == NULL) die("calloc");
  uint64_t answers = 0, failed = 0, connections = (uint64_t)settings->count;
  uint64_t began = now_ns();
  uint64_t ends = began + (uint64_t)(settings->seconds * (double)SECOND_NS);
  for (int index = 0; index < settings->count; index += 1) begin(&clients[index], settings, epoll);
  uint64_t now = began;
  while (now < ends) {
    struct epoll_event events[64];
    int ready = epoll_wait(epoll, events, 64, 5000);
    if (ready == 0) die("the requests stood still");
    for (int index = 0; index < ready; index += 1) {
      struct client *client = events[index].data.ptr;
      enum outcome outcome = advance(client);
      if (outcome == WAITS) continue;
      if (outcome == ANSWERED) answers += 1;
      if (outcome == WRONG) failed += 1;
      client->kept = true;
      if (outcome == ANSWERED && !client->closes && ask(client)) continue;
      close(client->fd);
      connections += 1;
      begin(client, settings, epoll);
    }
    now = now_ns();
  }
  double seconds = (double)(now - began) / (double)SECOND_NS;
  report_begin(answers, seconds, failed);
  report_number("connections", connections);
  report_end();
  return 0;
}
