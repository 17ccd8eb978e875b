#pragma once
#include <stdint.h>

/// Loads the workload "bank" (an account and ten transactions for each) into a fresh SQLite file with the least code
/// between the numbers and the library: what C can do on this machine, all keys and indexes included.
///
/// Returns the seconds it took, or a negative number where SQLite refused.
double yardstick_load(const char *path, int64_t accounts, int64_t transactions);
