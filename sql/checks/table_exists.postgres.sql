-- The table is there: 1, otherwise 0. The name is looked up along the search path, as in every other check.
SELECT count(to_regclass(quote_ident({name})));
