#include "report.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

void report_begin(uint64_t amount, double seconds, uint64_t failed) {
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  double processor = (double)used.tv_sec + (double)used.tv_nsec / 1e9;
  printf("{\"amount\":%" PRIu64 ",\"seconds\":%.6f,\"failed\":%" PRIu64 ",\"processorSeconds\":%.6f", amount, seconds,
         failed, processor);
}

void report_number(const char *name, uint64_t number) { printf(",\"%s\":%" PRIu64, name, number); }

void report_samples(const uint32_t *samples, uint64_t count) {
  printf(",\"samples\":[");
  for (uint64_t index = 0; index < count; index += 1) printf(index == 0 ? "%" PRIu32 : ",%" PRIu32, samples[index]);
  printf("]");
}

void report_end(void) {
  printf("}\n");
  fflush(stdout);
}
