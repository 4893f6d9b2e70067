/* What generator and origin say to each other: messages of one size, whose first octet says what the origin does. */
#ifndef MESSAGE_H
#define MESSAGE_H

#define MESSAGE_SIZE 64

/* Sends everything back, for as long as the connection lasts. */
#define ECHO 'e'
/* Sends one message back and closes. */
#define ECHO_ONCE 'c'
/* Sends octets until the connection ends. */
#define STREAM 's'
/* The first octet of GET: HTTP/1.1 with keep-alive and a small body. */
#define HTTP 'G'

#endif
