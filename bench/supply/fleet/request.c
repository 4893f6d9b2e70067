/* The one kind of HTTP request that is understood: to an IPv4 address, without a body. */
#include "fleet.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *end_of_head(const char *octets, size_t length) { return memmem(octets, length, "\r\n\r\n", 4); }

/* `ADDRESS[:PORT]`; false when it is something else. */
static bool read_authority(const char *text, size_t length, struct request *request) {
  char copy[32];
  if (length == 0 || length >= sizeof copy) return false;
  memcpy(copy, text, length);
  copy[length] = 0;
  char *colon = strchr(copy, ':');
  if (colon != NULL) *colon = 0;
  struct in_addr address;
  if (inet_pton(AF_INET, copy, &address) != 1) return false;
  request->address = ntohl(address.s_addr);
  request->port = colon == NULL ? 80 : (uint16_t)atoi(colon + 1);
  return true;
}

int request_read(const char *octets, size_t length, struct request *request) {
  if (length > 0 && (octets[0] < 'A' || octets[0] > 'Z')) return -1;
  const char *end = end_of_head(octets, length);
  if (end == NULL) return 0;
  request->authorized = memmem(octets, length, "\r\nProxy-Authorization:", 22) != NULL;
  request->connect = strncmp(octets, "CONNECT ", 8) == 0;
  const char *authority = request->connect ? octets + 8 : memmem(octets, length, " http://", 8);
  if (authority == NULL || authority > end) return -1;
  if (!request->connect) authority += 8;
  size_t size = strcspn(authority, request->connect ? " \r" : "/ \r");
  return read_authority(authority, size, request) ? 1 : -1;
}

size_t request_forwarded(const struct conversation *conversation, char *into) {
  const char *octets = conversation->octets, *end = end_of_head(octets, conversation->length);
  const char *method = memchr(octets, ' ', conversation->length);
  const char *path = method + 8 + strcspn(method + 8, "/ \r");
  size_t length = (size_t)(method - octets) + 1;
  memcpy(into, octets, length);
  for (const char *line = path; line < end + 2;) {
    size_t size = (size_t)((const char *)memmem(line, (size_t)(end + 2 - line), "\r\n", 2) + 2 - line);
    /* What is meant for the proxy goes no further. */
    if (strncasecmp(line, "Proxy-", 6) != 0) {
      if (length + size + 128 > ROOM) return 0;
      memcpy(into + length, line, size);
      length += size;
    }
    line += size;
  }
  if (conversation->character == ANONYMOUS) length += (size_t)sprintf(into + length, "Via: 1.1 fleet\r\n");
  if (conversation->character == TRANSPARENT) {
    struct in_addr client = {.s_addr = htonl(conversation->client_address)};
    length += (size_t)sprintf(into + length, "X-Forwarded-For: %s\r\n", inet_ntoa(client));
  }
  memcpy(into + length, "\r\n", 2);
  return length + 2;
}
