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
static const uint8_t nb_NO[] = {
#embed "locales/nb_NO.txt"
};
static const uint8_t sv_SE[] = {
#embed "locales/sv_SE.txt"
};
static const uint8_t nl_NL[] = {
#embed "locales/nl_NL.txt"
};
static const uint8_t es_ES[] = {
#embed "locales/es_ES.txt"
};
static const uint8_t it_IT[] = {
#embed "locales/it_IT.txt"
};
static const uint8_t pl_PL[] = {
#embed "locales/pl_PL.txt"
};

static const datagen_locale files[] = {
  {"common", common, sizeof common},
  {"en_US", en_US, sizeof en_US},
  {"en_GB", en_GB, sizeof en_GB},
  {"de_DE", de_DE, sizeof de_DE},
  {"fr_FR", fr_FR, sizeof fr_FR},
  {"cs_CZ", cs_CZ, sizeof cs_CZ},
  {"nb_NO", nb_NO, sizeof nb_NO},
  {"sv_SE", sv_SE, sizeof sv_SE},
  {"nl_NL", nl_NL, sizeof nl_NL},
  {"es_ES", es_ES, sizeof es_ES},
  {"it_IT", it_IT, sizeof it_IT},
  {"pl_PL", pl_PL, sizeof pl_PL},
};

const datagen_locale *datagen_locale_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
