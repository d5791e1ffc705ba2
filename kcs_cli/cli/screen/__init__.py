"""The screen that `kcs` opens on a terminal: a line for words, the hits, the article; and a plain prompt."""
