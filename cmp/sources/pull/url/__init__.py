"""Archives at an address: the address, and the digest of what it has to bring."""
