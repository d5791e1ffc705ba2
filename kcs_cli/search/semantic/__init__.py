"""Finding by meaning, with a model."""
