"""A question put to the base."""
