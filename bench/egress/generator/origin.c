/* The origin: one thread, everything it sends made beforehand. Prints its port. */
#include "message.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Small enough to stay in the processor's cache: twice as fast as sendfile here. */
#define BLOCK_SIZE (256 << 10)
#define BODY_SIZE 1024

struct visitor {
  int fd;
  /* The first octet it sent, 0 before. */
  char wish;
  /* Octets of the empty line seen that ends a request. */
  int empty_line;
  size_t received;
};

static char answer[BODY_SIZE + 256];
static size_t answer_length;
static char block[BLOCK_SIZE];

static void prepare(void) {
  int head = snprintf(answer, sizeof answer,
                      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n", BODY_SIZE);
  memset(answer + head, 'x', BODY_SIZE);
  answer_length = (size_t)head + BODY_SIZE;
  memset(block, 'x', sizeof block);
}

/* Fills the socket. */
static bool pour(struct visitor *visitor) {
  while (send(visitor->fd, block, sizeof block, MSG_NOSIGNAL) >= 0) continue;
  return errno == EAGAIN;
}

static bool answer_requests(struct visitor *visitor, const char *octets, size_t length) {
  static const char END[] = "\r\n\r\n";
  for (size_t at = 0; at < length; at += 1) {
    if (octets[at] == END[visitor->empty_line]) visitor->empty_line += 1;
    else visitor->empty_line = octets[at] == '\r' ? 1 : 0;
    if (visitor->empty_line < 4) continue;
    visitor->empty_line = 0;
    if (send(visitor->fd, answer, answer_length, MSG_NOSIGNAL) != (ssize_t)answer_length) return false;
  }
  return true;
}

/* Does what the visitor wishes with what it sent. False when the conversation is over. */
static bool respond(struct visitor *visitor, const char *octets, size_t length) {
  if (visitor->wish == 0) visitor->wish = octets[0];
  visitor->received += length;
  if (visitor->wish == STREAM) return pour(visitor);
  if (visitor->wish == HTTP) return answer_requests(visitor, octets, length);
  if (visitor->wish != ECHO && visitor->wish != ECHO_ONCE) return false;
  if (send(visitor->fd, octets, length, MSG_NOSIGNAL) != (ssize_t)length) return false;
  return visitor->wish == ECHO || visitor->received < MESSAGE_SIZE;
}

static bool serve(struct visitor *visitor) {
  char octets[4096];
  for (;;) {
    ssize_t got = recv(visitor->fd, octets, sizeof octets, 0);
    if (got < 0 && errno == EAGAIN) return visitor->wish != STREAM || pour(visitor);
    if (got <= 0 || !respond(visitor, octets, (size_t)got)) return false;
  }
}

static void accept_all(int listener, int epoll) {
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct visitor *visitor = calloc(1, sizeof *visitor);
    if (visitor == NULL) exit(1);
    visitor->fd = fd;
    struct epoll_event wanted = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = visitor};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &wanted);
  }
}

int main(void) {
  prepare();
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 4096) < 0) return 1;
  if (getsockname(listener, (struct sockaddr *)&address, &size) < 0) return 1;
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);

  int epoll = epoll_create1(0);
  struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &wanted);
  for (;;) {
    struct epoll_event events[64];
    int ready = epoll_wait(epoll, events, 64, -1);
    for (int index = 0; index < ready; index += 1) {
      struct visitor *visitor = events[index].data.ptr;
      if (visitor == NULL) {
        accept_all(listener, epoll);
      } else if (!serve(visitor)) {
        close(visitor->fd);
        free(visitor);
      }
    }
  }
}
