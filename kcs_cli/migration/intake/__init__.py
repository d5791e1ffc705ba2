"""An import: what becomes of the records of a source in the base."""
