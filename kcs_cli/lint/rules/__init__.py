"""The rules of the content standard, one module each."""
