#pragma once
#include <stddef.h>

/// A file of sql/checks, as it was when the program was built.
typedef struct {
  /// The name of the file, without a folder.
  const char *_Nonnull name;
  /// Its text in UTF-8, without a zero at the end.
  const unsigned char *_Nonnull bytes;
  size_t count;
} datagen_check_template;

/// How many files are embedded.
size_t datagen_check_template_count(void);

/// The file at an index from 0, in the order of the names.
datagen_check_template datagen_check_template_at(size_t index);
