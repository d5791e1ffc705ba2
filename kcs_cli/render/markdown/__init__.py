"""A markdown text, as every make of knowledge base writes it, read once: as HTML, and set for a terminal."""
