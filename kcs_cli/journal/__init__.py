"""Events (links, flags, votes): noted, added up, shared."""
