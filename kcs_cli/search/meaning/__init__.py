"""Finding by meaning, from a table of word pieces that comes with kcs; the standard library is all it takes."""
