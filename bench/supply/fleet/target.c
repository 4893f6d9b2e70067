/* Connections to targets, each from the exit of its proxy. */
#include "fleet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

bool target_connect(struct conversation *conversation, uint32_t address, uint16_t port) {
  /* These proxies lead nowhere but to this machine. */
  if (address >> 24 != 127) return false;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  int on = 1;
  /* The port is chosen when the target is known, so that each target has all ports (ip(7)). */
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(exit_of(conversation->address))};
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(address), .sin_port = htons(port)};
  if (bind(fd, (struct sockaddr *)&own, sizeof own) < 0 ||
      (connect(fd, (struct sockaddr *)&there, sizeof there) < 0 && errno != EINPROGRESS)) {
    close(fd);
    return false;
  }
  conversation->target.fd = fd;
  watch(&conversation->target, EPOLLOUT, false);
  return true;
}
