"""swell.lock: what each source was when it was pinned, copies of sources, and opening what the lock says."""
