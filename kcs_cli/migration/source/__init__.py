"""What is imported: an export as it was saved, in files of any size, and the records in it."""
