/*
 * A fleet of proxies on 127.0.0.0/8, in one thread. `fleet HOLD_MS INTERCEPTOR_PORT` prints `CHARACTER=PORT …` and serves until
 * it is ended. The first connection to each proxy waits for HOLD_MS before anything is said to it.
 */
#include "fleet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 10
/* Longer waits than this many ticks do not occur: 40 seconds. */
#define TICKS 4096
#define EVENTS 512

const char *const CHARACTER_NAMES[CHARACTERS] = {
    "elite",   "anonymous", "transparent", "slow",   "private", "untunneled", "socks5", "socks4", "refuses",
    "silent",  "closes",    "resets",      "alters", "injects", "garbage",    "dies",   "fails",  "intercepts",
};
uint16_t interceptor;

static int epoll;
static int listeners[CHARACTERS];
static struct side doors[CHARACTERS];
/* Whether an address was connected to before, a bit for each of the 2^24. */
static uint8_t *used[CHARACTERS];
static struct conversation *due[TICKS];
static uint64_t ticks_done, began_ms;
/* Those that are over are freed after the events that may still name them. */
static struct conversation *ended;
static uint32_t hold_ms;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (uint64_t)at.tv_sec * 1000 + (uint64_t)at.tv_nsec / 1000000;
}

void watch(struct side *side, uint32_t events, bool known) {
  struct epoll_event wanted = {.events = events, .data.ptr = side};
  if (epoll_ctl(epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, side->fd, &wanted) < 0) fail("epoll_ctl");
}

/* All that is sent fits into what a socket holds, unless the client does not read at all. */
bool send_all(int fd, const char *octets, size_t length) {
  return send(fd, octets, length, MSG_NOSIGNAL) == (ssize_t)length;
}

void reset(struct conversation *conversation) {
  struct linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(conversation->client.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  conversation->over = true;
}

static void end(struct conversation *conversation) {
  close(conversation->client.fd);
  if (conversation->target.fd >= 0) close(conversation->target.fd);
  conversation->next = ended;
  ended = conversation;
}

static void wait_until(struct conversation *conversation, uint64_t ms) {
  uint64_t tick = (ms - began_ms) / TICK_MS;
  if (tick <= ticks_done) tick = ticks_done + 1;
  struct conversation **bucket = &due[tick % TICKS];
  conversation->next = *bucket;
  *bucket = conversation;
}

static bool seen(enum character character, uint32_t address) {
  uint8_t *octet = &used[character][(address & 0xffffff) >> 3], bit = (uint8_t)(1u << (address & 7));
  bool before = *octet & bit;
  *octet |= bit;
  return before;
}

static void start(struct conversation *conversation, bool before) {
  conversation->next = NULL;
  conversation_begin(conversation, before);
  if (conversation->over) end(conversation);
}

static void accept_all(enum character character) {
  for (;;) {
    struct sockaddr_in client, own;
    socklen_t size = sizeof client;
    int fd = accept4(listeners[character], (struct sockaddr *)&client, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0 && errno == EAGAIN) return;
    if (fd < 0 && errno == ECONNABORTED) continue;
    if (fd < 0) fail("accept4");
    size = sizeof own;
    if (getsockname(fd, (struct sockaddr *)&own, &size) < 0) fail("getsockname");
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct conversation *conversation = calloc(1, sizeof *conversation + ROOM);
    if (conversation == NULL) fail("calloc");
    conversation->client = (struct side){conversation, fd};
    conversation->target = (struct side){conversation, -1};
    conversation->character = character;
    conversation->address = ntohl(own.sin_addr.s_addr);
    conversation->client_address = ntohl(client.sin_addr.s_addr);
    conversation->octets = (char *)(conversation + 1);
    bool before = seen(character, conversation->address);
    uint32_t delay = before ? 0 : hold_ms;
    if (character == SLOW) delay += 1000 + conversation->address % 2000;
    if (delay == 0) start(conversation, before);
    else wait_until(conversation, now_ms() + delay);
  }
}

static void run_due(uint64_t now) {
  uint64_t tick = (now - began_ms) / TICK_MS;
  while (ticks_done < tick) {
    ticks_done += 1;
    struct conversation *conversation = due[ticks_done % TICKS];
    due[ticks_done % TICKS] = NULL;
    while (conversation != NULL) {
      struct conversation *next = conversation->next;
      start(conversation, false);
      conversation = next;
    }
  }
}

static void open_listeners(void) {
  for (int character = 0; character < CHARACTERS; character += 1) {
    int fd = listeners[character] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    /* All of 127.0.0.0/8, and nothing that comes from elsewhere: these are open proxies. */
    if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) < 0) fail("SO_BINDTODEVICE");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    socklen_t size = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, size) < 0) fail("bind");
    if (getsockname(fd, (struct sockaddr *)&address, &size) < 0) fail("getsockname");
    printf("%s=%d ", CHARACTER_NAMES[character], ntohs(address.sin_port));
    /* A port that is bound and does not listen is refused, and nobody else can have it. */
    if (character == REFUSES) continue;
    used[character] = calloc(1u << 21, 1);
    if (used[character] == NULL || listen(fd, 65535) < 0) fail("listen");
    doors[character] = (struct side){NULL, fd};
    watch(&doors[character], EPOLLIN, false);
  }
  printf("\n");
  fflush(stdout);
}

static void handle(struct side *side, uint32_t events) {
  if (side->conversation == NULL) return accept_all((enum character)(side - doors));
  struct conversation *conversation = side->conversation;
  if (conversation->over) return;
  if (side == &conversation->client) conversation_client(conversation);
  else conversation_target(conversation, events & EPOLLOUT);
  if (conversation->over) end(conversation);
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  hold_ms = (uint32_t)atoi(arguments[1]);
  interceptor = (uint16_t)atoi(arguments[2]);
  struct rlimit descriptors;
  getrlimit(RLIMIT_NOFILE, &descriptors);
  descriptors.rlim_cur = descriptors.rlim_max;
  setrlimit(RLIMIT_NOFILE, &descriptors);
  signal(SIGPIPE, SIG_IGN);
  epoll = epoll_create1(EPOLL_CLOEXEC);
  began_ms = now_ms();
  open_listeners();
  for (;;) {
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(epoll, events, EVENTS, TICK_MS);
    for (int index = 0; index < ready; index += 1) handle(events[index].data.ptr, events[index].events);
    run_due(now_ms());
    while (ended != NULL) {
      struct conversation *next = ended->next;
      free(ended);
      ended = next;
    }
  }
}
