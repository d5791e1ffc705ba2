"""A knowledge base as a folder: kcs.toml, people, topics, places, files, and what was opened."""
