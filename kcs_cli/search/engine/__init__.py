"""The search engine: an index of words asked with clauses, passages, spelling."""
