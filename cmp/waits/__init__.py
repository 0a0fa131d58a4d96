"""Finds what a container waits for and what it writes, by running its commands in simulation."""
