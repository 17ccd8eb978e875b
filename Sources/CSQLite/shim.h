#pragma once
#include <sqlite3.h>

// What Swift cannot import: a variadic function.

/// Turns SQLite's memory statistics off (they cost a lock per allocation).
/// Works only before the library is initialised; the result code is returned.
static inline int datagen_sqlite_disable_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// Sets the least memory, in pages, that a sorter fills before it sorts: small runs stay in the processor's cache.
/// Works only before the library is initialised; the result code is returned.
static inline int datagen_sqlite_set_sorter_pages(unsigned pages) {
  return sqlite3_config(SQLITE_CONFIG_PMASZ, pages);
}
