"""git, run safely: repository, log, objects, changes."""
