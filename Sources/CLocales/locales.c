#include "CLocales.h"

// The texts of each locale, as they stand in the folder beside this file.

static const uint8_t common[] = {
#embed "locales/common.txt"
};
static const uint8_t en_US[] = {
#embed "locales/en_US.txt"
};
static const uint8_t en_GB[] = {
#embed "locales/en_GB.txt"
};
static const uint8_t de_DE[] = {
#embed "locales/de_DE.txt"
};
static const uint8_t fr_FR[] = {
#embed "locales/fr_FR.txt"
};
static const uint8_t cs_CZ[] = {
#embed "locales/cs_CZ.txt"
};

static const datagen_locale files[] = {
  {"common", common, sizeof common},
  {"en_US", en_US, sizeof en_US},
  {"en_GB", en_GB, sizeof en_GB},
  {"de_DE", de_DE, sizeof de_DE},
  {"fr_FR", fr_FR, sizeof fr_FR},
  {"cs_CZ", cs_CZ, sizeof cs_CZ},
};

const datagen_locale *datagen_locale_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
