"""kcs: a knowledge base for customer support, in markdown and git."""

__version__ = "0.1.0"
