"""Files written whole, tables, caches, the web."""
