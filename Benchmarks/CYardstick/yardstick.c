#define _GNU_SOURCE  // clock_gettime, under a strict C standard
#include "CYardstick.h"
#include "support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>

enum { ROWS = 500, TEXT = 20 };

/// INSERT INTO table VALUES (?,…),… with as many rows as one statement takes.
static sqlite3_stmt *prepare(sqlite3 *database, const char *table, int columns, int rows) {
  char *sql = malloc((size_t)(rows * (columns * 2 + 3) + 100));
  char *end = sql + sprintf(sql, "INSERT INTO %s VALUES ", table);
  for (int row = 0; row < rows; row++) {
    if (row) *end++ = ',';
    *end++ = '(';
    for (int column = 0; column < columns; column++) {
      if (column) *end++ = ',';
      *end++ = '?';
    }
    *end++ = ')';
  }
  *end = 0;
  sqlite3_stmt *statement = NULL;
  sqlite3_prepare_v2(database, sql, -1, &statement, NULL);
  free(sql);
  return statement;
}

static int load_accounts(sqlite3 *database, int64_t count) {
  sqlite3_stmt *statement = prepare(database, "account", 6, ROWS);
  static char dates[ROWS][TEXT];
  for (int64_t first = 0; first < count; first += ROWS) {
    for (int row = 0; row < ROWS; row++) {
      uint64_t bits = mix((uint64_t)(first + row));
      int base = row * 6;
      if (row == 0 && first == 0) sqlite3_bind_int64(statement, base + 1, 1);
      else sqlite3_bind_null(statement, base + 1);
      sqlite3_bind_int64(statement, base + 2, (int64_t)(bits % 100000) + 1);
      sqlite3_bind_text(statement, base + 3, kinds[bits & 3], -1, SQLITE_STATIC);
      sqlite3_bind_text(statement, base + 4, directions[bits & 1], -1, SQLITE_STATIC);
      int length = sprintf(dates[row], "20%02d-%02d-%02d", (int)(bits % 25), (int)(bits % 12) + 1, (int)(bits % 28) + 1);
      sqlite3_bind_text(statement, base + 5, dates[row], length, SQLITE_STATIC);
      sqlite3_bind_double(statement, base + 6, (double)(bits % 1000000) / 100);
    }
    if (sqlite3_step(statement) != SQLITE_DONE) return 0;
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
  return 1;
}

static int load_transactions(sqlite3 *database, int64_t count, int64_t accounts) {
  sqlite3_stmt *statement = prepare(database, "txn", 7, ROWS);
  static char times[ROWS][24], references[ROWS][TEXT];
  for (int64_t first = 0; first < count; first += ROWS) {
    for (int row = 0; row < ROWS; row++) {
      uint64_t bits = mix((uint64_t)(first + row) ^ 0x9E3779B97F4A7C15u);
      int base = row * 7;
      if (row == 0 && first == 0) sqlite3_bind_int64(statement, base + 1, 1);
      else sqlite3_bind_null(statement, base + 1);
      sqlite3_bind_int64(statement, base + 2, (int64_t)(bits % (uint64_t)accounts) + 1);
      int length = sprintf(
          times[row], "2024-%02d-%02d %02d:%02d:00", (int)(bits % 12) + 1, (int)(bits % 28) + 1, (int)(bits % 24),
          (int)(bits % 60));
      sqlite3_bind_text(statement, base + 3, times[row], length, SQLITE_STATIC);
      sqlite3_bind_text(statement, base + 4, kinds[bits & 3], -1, SQLITE_STATIC);
      sqlite3_bind_text(statement, base + 5, directions[bits & 1], -1, SQLITE_STATIC);
      sqlite3_bind_double(statement, base + 6, (double)(bits % 1000000) / 100);
      length = sprintf(references[row], "TX-%011llu", (unsigned long long)(bits % 100000000000u));
      sqlite3_bind_text(statement, base + 7, references[row], length, SQLITE_STATIC);
    }
    if (sqlite3_step(statement) != SQLITE_DONE) return 0;
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
  return 1;
}

double yardstick_load(const char *path, int64_t accounts, int64_t transactions) {
  unlink(path);
  double start = now();
  sqlite3 *database = NULL;
  if (sqlite3_open_v2(
          path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    return -1;
  sqlite3_exec(
      database,
      "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
      "CREATE TABLE account (account_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, kind TEXT NOT NULL,"
      " status TEXT NOT NULL, opened_on DATE NOT NULL, balance REAL NOT NULL);"
      "CREATE TABLE txn (txn_id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES account (account_id),"
      " at TIMESTAMP NOT NULL, kind TEXT NOT NULL, direction TEXT NOT NULL, amount REAL NOT NULL,"
      " reference TEXT NOT NULL);"
      "BEGIN",
      NULL, NULL, NULL);
  int loaded = load_accounts(database, accounts) && load_transactions(database, transactions, accounts);
  loaded = loaded
      && sqlite3_exec(
             database,
             "PRAGMA threads=2; CREATE INDEX txn_account_id_idx ON txn (account_id);"
             "SELECT 1 FROM (SELECT DISTINCT account_id FROM txn) AS used WHERE NOT EXISTS"
             " (SELECT 1 FROM account WHERE account.account_id = used.account_id) LIMIT 1;"
             "PRAGMA analysis_limit=1000; ANALYZE; COMMIT",
             NULL, NULL, NULL) == SQLITE_OK;
  sqlite3_close(database);
  int descriptor = open(path, O_RDONLY);
  fsync(descriptor);
  close(descriptor);
  return loaded ? now() - start : -1;
}
