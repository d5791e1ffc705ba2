"""What the journal adds up to, kept in a file of its own."""
