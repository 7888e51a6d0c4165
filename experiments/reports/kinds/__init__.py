"""One module a kind of study: its page from its record."""
