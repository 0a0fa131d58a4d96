"""The resident server, which renders each request in a child process that has all imported; client and supervisor."""
