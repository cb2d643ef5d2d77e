CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, accept = 'false');
