CREATE TEXT SEARCH TEMPLATE "T t" (INIT = dsimple_init, LEXIZE = dsimple_lexize);
