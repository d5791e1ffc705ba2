"""One knowledge for every channel: an article as an answer in a chat, a mail, on a page, for a program."""
