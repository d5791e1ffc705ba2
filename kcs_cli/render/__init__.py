"""Reports into text: one module a format, each pure."""
