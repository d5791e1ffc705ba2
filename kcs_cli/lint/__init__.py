"""The content standard."""
