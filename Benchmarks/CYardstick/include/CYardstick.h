#pragma once
#include <stdint.h>

/// Loads the workload "bank" (an account and ten transactions for each) into a fresh SQLite file with the least code
/// between the numbers and the library: what C can do on this machine, all keys and indexes included.
///
/// Returns the seconds it took, or a negative number where SQLite refused.
double yardstick_load(const char *path, int64_t accounts, int64_t transactions);

/// Loads the same workload into a schema of its own of a PostgreSQL database, and drops it: with prepared inserts while
/// the keys are enforced, or, if `is_fast`, with COPY and the keys proved when the rows are in; each in one transaction,
/// with the index of the foreign key and statistics.
///
/// Returns the seconds it took, or a negative number where the server refused.
double yardstick_load_postgres(const char *database, int64_t accounts, int64_t transactions, int is_fast);
