CREATE TEXT SEARCH TEMPLATE t (INIT = dsynonym_init, LEXIZE = dsynonym_lexize);
