#define _GNU_SOURCE  // clock_gettime, under a strict C standard
#include "CYardstick.h"
#include "support.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 10000, WIDEST = 64, COLUMNS = 7 };

/// Bytes that are written one after the other, in the network's order.
typedef struct {
  char *bytes;
  int count;
} Buffer;

static void put(Buffer *buffer, uint64_t value, int size) {
  for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) buffer->bytes[buffer->count++] = (char)(value >> shift);
}

static void field(Buffer *buffer, uint64_t value, int size) {
  put(buffer, (uint64_t)size, 4);
  put(buffer, value, size);
}

static void text(Buffer *buffer, const char *value, int size) {
  put(buffer, (uint64_t)size, 4);
  memcpy(buffer->bytes + buffer->count, value, (size_t)size);
  buffer->count += size;
}

static uint64_t bits_of(double value) {
  uint64_t bits;
  memcpy(&bits, &value, 8);
  return bits;
}

/// The columns of a table: of an account six, of a transaction seven.
typedef struct {
  const char *name;
  int columns;
  const char *arrays[COLUMNS];
  Oid types[COLUMNS], elements[COLUMNS];
} Table;

static const Table account = {
    "account", 6, {"bigint[]", "bigint[]", "text[]", "text[]", "date[]", "float8[]"},
    {1016, 1016, 1009, 1009, 1182, 1022}, {20, 20, 25, 25, 1082, 701}};
static const Table txn = {
    "txn", 7, {"bigint[]", "bigint[]", "timestamptz[]", "text[]", "text[]", "float8[]", "text[]"},
    {1016, 1016, 1185, 1009, 1009, 1022, 1009}, {20, 20, 1184, 25, 25, 701, 25}};

/// Appends a row's fields, each to the buffer of its column, or all to one.
static void row(const Table *table, int64_t number, int64_t accounts, Buffer *buffers, int step) {
  uint64_t bits = mix((uint64_t)number ^ (table == &txn ? 0x9E3779B97F4A7C15u : 0));
  Buffer *at = buffers;
  field(at, (uint64_t)number + 1, 8), at += step;
  field(at, bits % (uint64_t)(table == &txn ? accounts : 100000) + 1, 8), at += step;
  if (table == &txn) field(at, (bits % 525600) * 60000000 + 757382400000000u, 8), at += step;
  text(at, kinds[bits & 3], (int)strlen(kinds[bits & 3])), at += step;
  text(at, directions[bits & 1], (int)strlen(directions[bits & 1])), at += step;
  if (table == &account) field(at, bits % 9000, 4), at += step;
  field(at, bits_of((double)(bits % 1000000) / 100), 8), at += step;
  if (table == &txn) {
    char reference[WIDEST];
    int length = sprintf(reference, "TX-%011llu", (unsigned long long)(bits % 100000000000u));
    text(at, reference, length);
  }
}

static int run(PGconn *connection, const char *sql) {
  PGresult *result = PQexec(connection, sql);
  ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fprintf(stderr, "%s", PQerrorMessage(connection));
  PQclear(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static int copy(PGconn *connection, const Table *table, int64_t rows, int64_t accounts, Buffer *buffer) {
  char sql[100];
  sprintf(sql, "COPY yardstick.%s FROM STDIN (FORMAT binary)", table->name);
  PGresult *result = PQexec(connection, sql);
  int is_open = PQresultStatus(result) == PGRES_COPY_IN;
  PQclear(result);
  if (!is_open) return 0;
  memcpy(buffer->bytes, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
  buffer->count = 19;
  for (int64_t number = 0; number < rows; number++) {
    put(buffer, (uint64_t)table->columns, 2);
    row(table, number, accounts, buffer, 0);
    if (buffer->count < 65536) continue;
    if (PQputCopyData(connection, buffer->bytes, buffer->count) != 1) return 0;
    buffer->count = 0;
  }
  put(buffer, 0xFFFF, 2);
  if (PQputCopyData(connection, buffer->bytes, buffer->count) != 1 || PQputCopyEnd(connection, NULL) != 1) return 0;
  int is_loaded = 1;
  while ((result = PQgetResult(connection))) {
    is_loaded = is_loaded && PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
  }
  return is_loaded;
}

/// One prepared statement, a batch of binary arrays per execution, the next batch sent before the last is answered.
static int insert(PGconn *connection, const Table *table, int64_t rows, int64_t accounts, Buffer *buffers) {
  char sql[500];
  int length = sprintf(sql, "INSERT INTO yardstick.%s SELECT ", table->name);
  for (int column = 0; column < table->columns; column++)
    length += sprintf(sql + length, "%sunnest($%d::%s)", column ? ", " : "", column + 1, table->arrays[column]);
  PGresult *result = PQprepare(connection, table->name, sql, table->columns, table->types);
  int is_loaded = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  PQenterPipelineMode(connection);
  int waiting = 0;
  for (int64_t first = 0; first < rows && is_loaded; first += ROWS) {
    int64_t end = first + ROWS < rows ? first + ROWS : rows;
    const char *values[COLUMNS];
    int lengths[COLUMNS], formats[COLUMNS];
    for (int column = 0; column < table->columns; column++) {
      Buffer *buffer = &buffers[column];
      buffer->count = 0;
      put(buffer, 1, 4), put(buffer, 0, 4), put(buffer, table->elements[column], 4);
      put(buffer, (uint64_t)(end - first), 4), put(buffer, 1, 4);
    }
    for (int64_t number = first; number < end; number++) row(table, number, accounts, buffers, 1);
    for (int column = 0; column < table->columns; column++) {
      values[column] = buffers[column].bytes;
      lengths[column] = buffers[column].count;
      formats[column] = 1;
    }
    is_loaded = PQsendQueryPrepared(connection, table->name, table->columns, values, lengths, formats, 1)
        && PQpipelineSync(connection);
    for (waiting++; waiting > (end == rows ? 0 : 1); waiting--) {
      result = PQgetResult(connection);
      is_loaded = is_loaded && PQresultStatus(result) == PGRES_COMMAND_OK;
      PQclear(result);
      PQclear(PQgetResult(connection));
      PQclear(PQgetResult(connection));
    }
  }
  return PQexitPipelineMode(connection) && is_loaded;
}

static const char *keys_first =
    "CREATE TABLE yardstick.account (account_id bigint PRIMARY KEY, customer_id bigint NOT NULL, kind text NOT NULL,"
    " status text NOT NULL, opened_on date NOT NULL, balance double precision NOT NULL);"
    "CREATE TABLE yardstick.txn (txn_id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES yardstick.account,"
    " at timestamptz NOT NULL, kind text NOT NULL, direction text NOT NULL, amount double precision NOT NULL,"
    " reference text NOT NULL)";
static const char *keys_after =
    "CREATE TABLE yardstick.account (account_id bigint NOT NULL, customer_id bigint NOT NULL, kind text NOT NULL,"
    " status text NOT NULL, opened_on date NOT NULL, balance double precision NOT NULL);"
    "CREATE TABLE yardstick.txn (txn_id bigint NOT NULL, account_id bigint NOT NULL, at timestamptz NOT NULL,"
    " kind text NOT NULL, direction text NOT NULL, amount double precision NOT NULL, reference text NOT NULL)";
static const char *keys =
    "ALTER TABLE yardstick.account ADD PRIMARY KEY (account_id);"
    "ALTER TABLE yardstick.txn ADD PRIMARY KEY (txn_id);"
    "ALTER TABLE yardstick.txn ADD FOREIGN KEY (account_id) REFERENCES yardstick.account";

double yardstick_load_postgres(const char *database, int64_t accounts, int64_t transactions, int is_fast) {
  PGconn *connection = PQconnectdb(database);
  Buffer buffers[COLUMNS];
  for (int column = 0; column < COLUMNS; column++) buffers[column].bytes = malloc(ROWS * WIDEST * 2);
  double start = now();
  int loaded = run(connection, "SET client_min_messages = warning; BEGIN; CREATE SCHEMA yardstick") && run(connection, is_fast ? keys_after : keys_first);
  if (is_fast) {
    loaded = loaded && copy(connection, &account, accounts, accounts, buffers)
        && copy(connection, &txn, transactions, accounts, buffers) && run(connection, keys);
  } else {
    loaded = loaded && insert(connection, &account, accounts, accounts, buffers)
        && insert(connection, &txn, transactions, accounts, buffers);
  }
  loaded = loaded && run(connection, "CREATE INDEX ON yardstick.txn (account_id); COMMIT")
      && run(connection, "ANALYZE yardstick.account; ANALYZE yardstick.txn");
  double seconds = now() - start;
  run(connection, "DROP SCHEMA IF EXISTS yardstick CASCADE");
  for (int column = 0; column < COLUMNS; column++) free(buffers[column].bytes);
  PQfinish(connection);
  return loaded ? seconds : -1;
}
