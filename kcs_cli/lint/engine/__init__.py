"""What asks the rules: the page, its world, the settings."""
