"""Feeds a cluster from git, and says how it stands."""
