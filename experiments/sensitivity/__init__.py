"""What an outcome hangs on: which of the numbers that nobody knows, and how much of it is luck."""
