/*
 * The time of one message there and back over `count` open tunnels. Messages leave at a steady rate whether the answers
 * come or not, and each is timed from the moment it was due, so that a pause of the proxy counts against every message
 * that it held up, and not against the first alone.
 */
#include "clock.h"
#include "dial.h"
#include "message.h"
#include "report.h"
#include "settings.h"
#include "tunnel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define DUE_AT 8
#define LAST_ANSWERS_NS SECOND_NS

static uint32_t *samples;
static uint64_t answered = 0;
static uint64_t broken = 0;

static void send_due(struct tunnel *tunnel, uint64_t due) {
  char message[MESSAGE_SIZE] = {ECHO};
  memcpy(message + DUE_AT, &due, sizeof due);
  if (send(tunnel->fd, message, sizeof message, MSG_NOSIGNAL) != (ssize_t)sizeof message) broken += 1;
}

/* Reads whole messages. What arrives of one in pieces waits in `answer`. */
static void read_answers(struct tunnel *tunnel, uint64_t most) {
  for (;;) {
    ssize_t got = recv(tunnel->fd, tunnel->answer + tunnel->length, MESSAGE_SIZE - tunnel->length, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      broken += 1;
      return;
    }
    tunnel->length += (size_t)got;
    if (tunnel->length < MESSAGE_SIZE) continue;
    tunnel->length = 0;
    uint64_t due;
    memcpy(&due, tunnel->answer + DUE_AT, sizeof due);
    uint64_t took = now_ns() - due;
    if (answered < most) samples[answered++] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
  }
}

static int start_timer(int epoll, uint64_t first, uint64_t period) {
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec when = {
      .it_value = {(time_t)(first / SECOND_NS), (long)(first % SECOND_NS)},
      .it_interval = {(time_t)(period / SECOND_NS), (long)(period % SECOND_NS)},
  };
  if (timer < 0 || timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL) < 0) die("timerfd");
  struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = NULL};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &wanted) < 0) die("epoll_ctl");
  return timer;
}

int measure_latency(const struct settings *settings) {
  int epoll = epoll_create1(0);
  struct tunnel *tunnels = calloc((size_t)settings->count, sizeof *tunnels);
  uint64_t most = (uint64_t)(settings->seconds * settings->rate);
  samples = calloc(most, sizeof *samples);
  if (tunnels == NULL || samples == NULL) die("calloc");
  if (tunnel_open_all(tunnels, settings->count, settings, epoll) != 0) {
    fprintf(stderr, "not every tunnel could be opened\n");
    return 1;
  }
  for (int index = 0; index < settings->count; index += 1) tunnels[index].length = 0;

  uint64_t period = (uint64_t)((double)SECOND_NS / settings->rate);
  uint64_t first = now_ns() + SECOND_NS / 100;
  int timer = start_timer(epoll, first, period);
  uint64_t sent = 0, give_up = first + most * period + LAST_ANSWERS_NS;
  while (answered + broken < most && now_ns() < give_up) {
    struct epoll_event events[64];
    int ready = epoll_wait(epoll, events, 64, 1000);
    for (int index = 0; index < ready; index += 1) {
      struct tunnel *tunnel = events[index].data.ptr;
      if (tunnel != NULL) {
        read_answers(tunnel, most);
        continue;
      }
      uint64_t times = 0;
      if (read(timer, &times, sizeof times) != (ssize_t)sizeof times) continue;
      for (; times > 0 && sent < most; times -= 1, sent += 1)
        send_due(&tunnels[sent % (uint64_t)settings->count], first + sent * period);
    }
  }
  report_begin(answered, settings->seconds, most - answered);
  report_samples(samples, answered);
  report_end();
  return 0;
}
