"""The knowledge base as tools of the Model Context Protocol: what AI agents find, read, link and flag."""
