"""Searching over what an operator can set: a front of strategies none of which is worse in everything than another."""
