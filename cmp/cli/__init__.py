"""The command line: one file for each command; the only room that reads the environment, prints and exits."""
