"""What people learn from the base: quiz, path, news, digest, thanks."""
