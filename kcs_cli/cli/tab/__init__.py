"""What a TAB completes in a shell: read from the table of commands and from the index as it is; nothing is written."""
