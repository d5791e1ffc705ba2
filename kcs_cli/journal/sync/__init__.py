"""The journal shared through git: one ref for each writer."""
