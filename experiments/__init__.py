"""Choosing runs, running them, keeping them, judging them; and the command line.

Nothing is imported here: every module of this package is imported by its own name, when it is needed.
"""
