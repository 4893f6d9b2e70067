/* What one measurement is told: how to reach the proxy, what to ask it for, how much and for how long. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct settings {
  /* Where connections go: the proxy, or the origin itself. */
  struct sockaddr_in to;
  /* HOST:PORT of the origin, as a proxy is asked for it. */
  const char *target;
  /* Whether `to` speaks HTTP as a proxy; otherwise it is the origin, or leads there octet for octet. */
  bool proxied;
  /* A header line with its end, or nothing. */
  const char *authorization;
  /* Connections in flight, or tunnels to open. */
  int count;
  double seconds;
  /* Messages a second over all tunnels. */
  double rate;
};

/* Each prints one line of JSON and returns the program's exit code. */
int measure_throughput(const struct settings *settings);
int measure_tunnels(const struct settings *settings);
int measure_requests(const struct settings *settings);
int measure_latency(const struct settings *settings);
int hold_idle(const struct settings *settings);

#endif
