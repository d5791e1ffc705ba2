"""A base brought in from a help desk, a wiki or a site, and given back."""
