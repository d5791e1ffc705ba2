"""Findings of lint into text: one module a format, each pure."""
