CREATE TEXT SEARCH DICTIONARY "D d" (TEMPLATE = simple, stopwords = 'english', accept = 'false');
