"""A sync that does not end, read from what Argo CD says of its Application: what it waits for, why, and the fix."""
