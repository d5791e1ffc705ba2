"""A repository whose conventions kcs did not choose: what is seen in it, and the kcs.toml that is proposed for it."""
