/* One tunnel to the origin, from its connection to its first octet. */
#ifndef TUNNEL_H
#define TUNNEL_H

#include "settings.h"

#include <stddef.h>

enum tunnel_state { CONNECTING, ASKED, OPEN, FAILED };

struct tunnel {
  int fd;
  enum tunnel_state state;
  /* The proxy's answer so far. */
  size_t length;
  char answer[1024];
};

/* Dials and adds the socket to the epoll instance, with the tunnel as its data. */
void tunnel_start(struct tunnel *tunnel, const struct settings *settings, int epoll);

/*
 * Goes on after an event and returns the state. OPEN when octets can be sent to the origin: the proxy has answered 200
 * with nothing behind its head, or there is no proxy to ask. FAILED when it said otherwise or closed.
 */
enum tunnel_state tunnel_advance(struct tunnel *tunnel, const struct settings *settings);

/* Opens `count` tunnels, 64 at a time, each one proven by a message there and back. Returns how many failed. */
int tunnel_open_all(struct tunnel *tunnels, int count, const struct settings *settings, int epoll);

#endif
