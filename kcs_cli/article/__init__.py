"""One article: its file read, edited, linked, shown."""
