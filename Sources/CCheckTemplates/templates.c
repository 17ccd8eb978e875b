// The SQL of sql/checks becomes part of the program, so that what is shown there is what runs.
#include "CCheckTemplates.h"

static const unsigned char columns_postgres_sql[] = {
#embed "../../sql/checks/columns.postgres.sql"
};
static const unsigned char columns_sqlite_sql[] = {
#embed "../../sql/checks/columns.sqlite.sql"
};
static const unsigned char composite_effect_postgres_sql[] = {
#embed "../../sql/checks/composite_effect.postgres.sql"
};
static const unsigned char composite_effect_sqlite_sql[] = {
#embed "../../sql/checks/composite_effect.sqlite.sql"
};
static const unsigned char enum_sql[] = {
#embed "../../sql/checks/enum.sql"
};
static const unsigned char foreign_key_postgres_sql[] = {
#embed "../../sql/checks/foreign_key.postgres.sql"
};
static const unsigned char foreign_key_sqlite_sql[] = {
#embed "../../sql/checks/foreign_key.sqlite.sql"
};
static const unsigned char inequality_sql[] = {
#embed "../../sql/checks/inequality.sql"
};
static const unsigned char inequality_parent_postgres_sql[] = {
#embed "../../sql/checks/inequality_parent.postgres.sql"
};
static const unsigned char inequality_parent_sqlite_sql[] = {
#embed "../../sql/checks/inequality_parent.sqlite.sql"
};
static const unsigned char mean_in_range_sql[] = {
#embed "../../sql/checks/mean_in_range.sql"
};
static const unsigned char membership_postgres_sql[] = {
#embed "../../sql/checks/membership.postgres.sql"
};
static const unsigned char membership_sqlite_sql[] = {
#embed "../../sql/checks/membership.sqlite.sql"
};
static const unsigned char not_null_sql[] = {
#embed "../../sql/checks/not_null.sql"
};
static const unsigned char pattern_postgres_sql[] = {
#embed "../../sql/checks/pattern.postgres.sql"
};
static const unsigned char pattern_sqlite_sql[] = {
#embed "../../sql/checks/pattern.sqlite.sql"
};
static const unsigned char primary_key_sql[] = {
#embed "../../sql/checks/primary_key.sql"
};
static const unsigned char range_sql[] = {
#embed "../../sql/checks/range.sql"
};
static const unsigned char range_maximum_sql[] = {
#embed "../../sql/checks/range_maximum.sql"
};
static const unsigned char range_minimum_sql[] = {
#embed "../../sql/checks/range_minimum.sql"
};
static const unsigned char recorded_rows_sql[] = {
#embed "../../sql/checks/recorded_rows.sql"
};
static const unsigned char row_count_sql[] = {
#embed "../../sql/checks/row_count.sql"
};
static const unsigned char table_exists_postgres_sql[] = {
#embed "../../sql/checks/table_exists.postgres.sql"
};
static const unsigned char table_exists_sqlite_sql[] = {
#embed "../../sql/checks/table_exists.sqlite.sql"
};
static const unsigned char type_bool_postgres_sql[] = {
#embed "../../sql/checks/type_bool.postgres.sql"
};
static const unsigned char type_bool_sqlite_sql[] = {
#embed "../../sql/checks/type_bool.sqlite.sql"
};
static const unsigned char type_date_postgres_sql[] = {
#embed "../../sql/checks/type_date.postgres.sql"
};
static const unsigned char type_date_sqlite_sql[] = {
#embed "../../sql/checks/type_date.sqlite.sql"
};
static const unsigned char type_datetime_postgres_sql[] = {
#embed "../../sql/checks/type_datetime.postgres.sql"
};
static const unsigned char type_datetime_sqlite_sql[] = {
#embed "../../sql/checks/type_datetime.sqlite.sql"
};
static const unsigned char type_float_postgres_sql[] = {
#embed "../../sql/checks/type_float.postgres.sql"
};
static const unsigned char type_float_sqlite_sql[] = {
#embed "../../sql/checks/type_float.sqlite.sql"
};
static const unsigned char type_int_postgres_sql[] = {
#embed "../../sql/checks/type_int.postgres.sql"
};
static const unsigned char type_int_sqlite_sql[] = {
#embed "../../sql/checks/type_int.sqlite.sql"
};
static const unsigned char type_string_postgres_sql[] = {
#embed "../../sql/checks/type_string.postgres.sql"
};
static const unsigned char type_string_sqlite_sql[] = {
#embed "../../sql/checks/type_string.sqlite.sql"
};
static const unsigned char unique_sql[] = {
#embed "../../sql/checks/unique.sql"
};
static const unsigned char weekend_share_postgres_sql[] = {
#embed "../../sql/checks/weekend_share.postgres.sql"
};
static const unsigned char weekend_share_sqlite_sql[] = {
#embed "../../sql/checks/weekend_share.sqlite.sql"
};

#define TEMPLATE(file, bytes) {file, bytes, sizeof(bytes)}

static const datagen_check_template templates[] = {
  TEMPLATE("columns.postgres.sql", columns_postgres_sql),
  TEMPLATE("columns.sqlite.sql", columns_sqlite_sql),
  TEMPLATE("composite_effect.postgres.sql", composite_effect_postgres_sql),
  TEMPLATE("composite_effect.sqlite.sql", composite_effect_sqlite_sql),
  TEMPLATE("enum.sql", enum_sql),
  TEMPLATE("foreign_key.postgres.sql", foreign_key_postgres_sql),
  TEMPLATE("foreign_key.sqlite.sql", foreign_key_sqlite_sql),
  TEMPLATE("inequality.sql", inequality_sql),
  TEMPLATE("inequality_parent.postgres.sql", inequality_parent_postgres_sql),
  TEMPLATE("inequality_parent.sqlite.sql", inequality_parent_sqlite_sql),
  TEMPLATE("mean_in_range.sql", mean_in_range_sql),
  TEMPLATE("membership.postgres.sql", membership_postgres_sql),
  TEMPLATE("membership.sqlite.sql", membership_sqlite_sql),
  TEMPLATE("not_null.sql", not_null_sql),
  TEMPLATE("pattern.postgres.sql", pattern_postgres_sql),
  TEMPLATE("pattern.sqlite.sql", pattern_sqlite_sql),
  TEMPLATE("primary_key.sql", primary_key_sql),
  TEMPLATE("range.sql", range_sql),
  TEMPLATE("range_maximum.sql", range_maximum_sql),
  TEMPLATE("range_minimum.sql", range_minimum_sql),
  TEMPLATE("recorded_rows.sql", recorded_rows_sql),
  TEMPLATE("row_count.sql", row_count_sql),
  TEMPLATE("table_exists.postgres.sql", table_exists_postgres_sql),
  TEMPLATE("table_exists.sqlite.sql", table_exists_sqlite_sql),
  TEMPLATE("type_bool.postgres.sql", type_bool_postgres_sql),
  TEMPLATE("type_bool.sqlite.sql", type_bool_sqlite_sql),
  TEMPLATE("type_date.postgres.sql", type_date_postgres_sql),
  TEMPLATE("type_date.sqlite.sql", type_date_sqlite_sql),
  TEMPLATE("type_datetime.postgres.sql", type_datetime_postgres_sql),
  TEMPLATE("type_datetime.sqlite.sql", type_datetime_sqlite_sql),
  TEMPLATE("type_float.postgres.sql", type_float_postgres_sql),
  TEMPLATE("type_float.sqlite.sql", type_float_sqlite_sql),
  TEMPLATE("type_int.postgres.sql", type_int_postgres_sql),
  TEMPLATE("type_int.sqlite.sql", type_int_sqlite_sql),
  TEMPLATE("type_string.postgres.sql", type_string_postgres_sql),
  TEMPLATE("type_string.sqlite.sql", type_string_sqlite_sql),
  TEMPLATE("unique.sql", unique_sql),
  TEMPLATE("weekend_share.postgres.sql", weekend_share_postgres_sql),
  TEMPLATE("weekend_share.sqlite.sql", weekend_share_sqlite_sql),
};

size_t datagen_check_template_count(void) { return sizeof(templates) / sizeof(templates[0]); }

datagen_check_template datagen_check_template_at(size_t index) { return templates[index]; }
