"""What git knows of articles: commits told apart, followed through renames; as they were."""
