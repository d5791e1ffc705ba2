"""Words, dates, differences, privacy: what knows nothing of articles."""
