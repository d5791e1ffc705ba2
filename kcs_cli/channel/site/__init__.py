"""A static help centre: the articles as an audience may see them, as pages that any web server hands out."""
