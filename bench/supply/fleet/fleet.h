/* A fleet of proxies on 127.0.0.0/8: what its parts know of each other. */
#ifndef FLEET_H
#define FLEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a proxy is like. Each has a port of its own, on every address. */
enum character {
  ELITE,       /* HTTP; adds nothing */
  ANONYMOUS,   /* HTTP; adds Via */
  TRANSPARENT, /* HTTP; adds X-Forwarded-For with the client's address */
  SLOW,        /* ELITE, a second to three later */
  PRIVATE,     /* ELITE for those who send a password, 407 for others */
  UNTUNNELED,  /* ELITE, but refuses CONNECT */
  SOCKS5,      /* without a password */
  SOCKS4,
  REFUSES,     /* nobody listens */
  SILENT,      /* accepts, and never answers */
  CLOSES,      /* accepts, and closes */
  RESETS,      /* ELITE, resets in the middle of the answer */
  ALTERS,      /* ELITE, changes an octet of the page */
  INJECTS,     /* ELITE, adds to the page and says its new length */
  GARBAGE,     /* speaks something else, first */
  DIES,        /* ELITE for one connection to an address, resets all later ones */
  FAILS,       /* answers 503 itself */
  INTERCEPTS,  /* ELITE, but leads CONNECT to another TLS server */
  CHARACTERS
};

extern const char *const CHARACTER_NAMES[CHARACTERS];

struct conversation;

/* One end of a conversation: the client's, or the one with the target. */
struct side {
  struct conversation *conversation;
  int fd;
};

#define ROOM 8192

struct conversation {
  struct side client, target;
  enum character character;
  /* The proxy's, host order. */
  uint32_t address;
  uint32_t client_address;
  /* What was read of the client before there is a target, then of the target where the answer is altered. */
  char *octets;
  size_t length;
  enum { WAITING, ASKED, GREETED, CONNECTING, RELAYING, IGNORING } state;
  /* What the client is told once the target is reached, and what the target is. */
  const char *welcome;
  size_t welcome_length, request_length;
  /* Once, in 10 ms since the start: when it goes on. */
  struct conversation *next;
  bool over;
};

/* The port of a TLS server that INTERCEPTS leads to; 0: none. */
extern uint16_t interceptor;

/* conversation.c: what came of an event. They set `over` when the conversation has ended. */
void conversation_begin(struct conversation *conversation, bool used_before);
void conversation_client(struct conversation *conversation);
void conversation_target(struct conversation *conversation, bool writable);

/* target.c: connects to the target by the proxy's exit. False when it may not be or cannot be had. */
bool target_connect(struct conversation *conversation, uint32_t address, uint16_t port);
/* The exit of a proxy: another address, one for each. */
static inline uint32_t exit_of(uint32_t address) { return address ^ 0x00800000u; }

/* request.c: turns the HTTP request in `octets` into what the target gets; reads where it goes. */
struct request {
  bool connect, authorized;
  uint32_t address;
  uint16_t port;
};
/* 1: read; 0: not whole yet; -1: it is none. */
int request_read(const char *octets, size_t length, struct request *request);
/* Returns the length, which is at most ROOM; 0 when it does not fit. */
size_t request_forwarded(const struct conversation *conversation, char *into);

/* answer.c: sends the whole answer that was collected, altered. */
void answer_altered(struct conversation *conversation);

/* main.c */
void watch(struct side *side, uint32_t events, bool known);
bool send_all(int fd, const char *octets, size_t length);
/* Ends it with RST. */
void reset(struct conversation *conversation);

#endif
