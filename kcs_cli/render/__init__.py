"""A report as table, JSON, CSV, markdown, page or chart."""
