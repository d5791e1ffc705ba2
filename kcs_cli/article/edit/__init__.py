"""One field of a file changed, and every other byte kept."""
