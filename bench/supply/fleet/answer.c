/* Answers that come through altered. */
#include "fleet.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char ADDED[] = "<script src=\"http://ads.invalid/a.js\"></script>";

/* The page with something behind it, and a head that says so. */
static void inject(struct conversation *conversation, const char *body) {
  char altered[ROOM + 256];
  size_t length = 0, rest = conversation->length - (size_t)(body - conversation->octets);
  for (const char *line = conversation->octets; line < body - 2;) {
    size_t size = (size_t)((const char *)memmem(line, (size_t)(body - line), "\r\n", 2) + 2 - line);
    if (strncasecmp(line, "Content-Length:", 15) != 0) {
      memcpy(altered + length, line, size);
      length += size;
    }
    line += size;
  }
  length += (size_t)sprintf(altered + length, "Content-Length: %zu\r\n\r\n", rest + sizeof ADDED - 1);
  memcpy(altered + length, body, rest);
  memcpy(altered + length + rest, ADDED, sizeof ADDED - 1);
  (void)!send_all(conversation->client.fd, altered, length + rest + sizeof ADDED - 1);
}

void answer_altered(struct conversation *conversation) {
  char *body = memmem(conversation->octets, conversation->length, "\r\n\r\n", 4);
  if (body == NULL) return;
  body += 4;
  size_t rest = conversation->length - (size_t)(body - conversation->octets);
  if (conversation->character == INJECTS) return inject(conversation, body);
  /* One letter of the page's filler. */
  if (rest > 0) body[rest * 3 / 4] ^= 1;
  (void)!send_all(conversation->client.fd, conversation->octets, conversation->length);
}
