/* The one line of JSON that every measurement prints. */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

/* What went as it should, in how many seconds, what did not, and the processor time of this program so far. */
void report_begin(uint64_t amount, double seconds, uint64_t failed);
void report_number(const char *name, uint64_t number);
void report_samples(const uint32_t *samples, uint64_t count);
void report_end(void);

#endif
