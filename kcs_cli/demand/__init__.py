"""What customers ask: cases, searches; what is missing, what becomes of it."""
