"""Finding articles by meaning: an extra, off by default, that nothing loads while it is off."""
