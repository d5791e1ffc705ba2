"""What is handed out of a base, whatever the format: its articles as an audience may see them, their links and files."""
