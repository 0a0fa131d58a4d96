"""Reading what a container waits for, and what it makes, out of what it runs."""
