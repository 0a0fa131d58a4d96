"""Calling Helm: which program, with which arguments, at most so many at once."""
