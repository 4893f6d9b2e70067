/*
 * The load generator: generator MODE TO TARGET COUNT SECONDS RATE. TO is `proxy:HOST:PORT` or `plain:HOST:PORT`. The
 * header line with the proxy's password comes in the environment, where other users cannot read it.
 */
#include "message.h"
#include "settings.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse_address(char *text, struct sockaddr_in *address) {
  char *colon = strrchr(text, ':');
  if (colon == NULL) return false;
  *colon = '\0';
  address->sin_family = AF_INET;
  address->sin_port = htons((uint16_t)atoi(colon + 1));
  return inet_pton(AF_INET, text, &address->sin_addr) == 1;
}

static bool parse(char **argv, struct settings *settings) {
  static char authorization[1024];
  const char *header = getenv("PROXY_AUTHORIZATION_LINE");
  if (header != NULL) snprintf(authorization, sizeof authorization, "%s\r\n", header);
  settings->authorization = authorization;
  settings->proxied = strncmp(argv[2], "proxy:", 6) == 0;
  settings->target = argv[3];
  settings->count = atoi(argv[4]);
  settings->seconds = atof(argv[5]);
  settings->rate = atof(argv[6]);
  return parse_address(argv[2] + 6, &settings->to) && settings->count > 0 && settings->count <= 65536;
}

int main(int argc, char **argv) {
  struct settings settings = {0};
  if (argc != 7 || strlen(argv[2]) < 7 || !parse(argv, &settings)) {
    fprintf(stderr, "usage: generator MODE proxy:ADDRESS:PORT|plain:ADDRESS:PORT TARGET COUNT SECONDS RATE\n");
    return 2;
  }
  if (strcmp(argv[1], "throughput") == 0) return measure_throughput(&settings);
  if (strcmp(argv[1], "tunnels") == 0) return measure_tunnels(&settings);
  if (strcmp(argv[1], "requests") == 0) return measure_requests(&settings);
  if (strcmp(argv[1], "latency") == 0) return measure_latency(&settings);
  if (strcmp(argv[1], "idle") == 0) return hold_idle(&settings);
  fprintf(stderr, "the modes are throughput, tunnels, requests, latency and idle\n");
  return 2;
}
