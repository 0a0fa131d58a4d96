"""The operating system: processes, cleaning up after them, locks, temporary folders."""
