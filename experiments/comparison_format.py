"""The version of what comparisons look like on disk. Raise it with every change to a row or a file."""

FORMAT = 4
