"""Lessons: their answers, computed ahead so that nobody waits in class, and how guesses and decisions are scored."""
