/* Opens `count` tunnels, says so, and holds them until it is ended. */
#include "dial.h"
#include "report.h"
#include "settings.h"
#include "tunnel.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

int hold_idle(const struct settings *settings) {
  int epoll = epoll_create1(0);
  struct tunnel *tunnels = calloc((size_t)settings->count, sizeof *tunnels);
  if (tunnels == NULL) die("calloc");
  int failed = tunnel_open_all(tunnels, settings->count, settings, epoll);
  report_begin((uint64_t)(settings->count - failed), 0, (uint64_t)failed);
  report_end();
  for (;;) pause();
}
