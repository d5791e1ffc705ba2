"""The content standard as code: one module a rule, registered in `rules`."""
