#pragma once
#include <stdint.h>
#include <time.h>

/// Seconds of a clock that only goes forward.
static inline double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/// The rows of the workload: random bits of a number (the finaliser of SplitMix64).
static inline uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

static const char *const kinds[] = {"POS Purchase", "ATM Withdrawal", "Transfer", "Deposit"};
static const char *const directions[] = {"Debit", "Credit"};
