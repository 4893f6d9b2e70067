/* Opens connections without waiting for them. */
#ifndef DIAL_H
#define DIAL_H

#include "settings.h"

/* A socket that is connecting. Ends the program when the system refuses even to begin. */
int dial(const struct settings *settings);

/* Prints what the system said and ends the program. */
_Noreturn void die(const char *what);

#endif
