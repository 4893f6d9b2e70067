#include "dial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

_Noreturn void die(const char *what) {
  perror(what);
  exit(1);
}

/* Source addresses in turn, so that ports in TIME_WAIT never run out. All of 127.0.0.0/8 is this machine. */
static struct sockaddr_in next_source(void) {
  static uint32_t turn = 0;
  struct sockaddr_in source = {.sin_family = AF_INET};
  source.sin_addr.s_addr = htonl(0x7f000100u + 1 + turn++ % 250);
  return source;
}

int dial(const struct settings *settings) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) die("socket");
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  struct sockaddr_in source = next_source();
  if (bind(fd, (struct sockaddr *)&source, sizeof source) < 0) die("bind");
  int begun = connect(fd, (const struct sockaddr *)&settings->to, sizeof settings->to);
  if (begun < 0 && errno != EINPROGRESS) die("connect");
  return fd;
}
