"""Access to the operating system: files, locks, processes, and cleaning up after processes."""
