"""Calls of Helm: the program, its arguments, slots for as many as may run at once, and its errors."""
