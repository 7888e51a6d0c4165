"""Why one group died: causes switched off one by one, the day from which nothing helped, and the signs on the way."""
