#pragma once
#include <stddef.h>
#include <stdint.h>

/// A text file that is part of the binary.
typedef struct {
  const char *name;
  const uint8_t *bytes;
  size_t count;
} datagen_locale;

/// The locale files, by number from 0; NULL past the last one.
const datagen_locale *datagen_locale_at(size_t index);
