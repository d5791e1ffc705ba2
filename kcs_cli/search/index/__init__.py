"""The index on disk, as fresh as the files."""
