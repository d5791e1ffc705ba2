"""The knowledge base over HTTP: a page for agents, an interface for scripts, hooks of help desks."""
