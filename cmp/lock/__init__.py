"""The lock: what each source was when it was pinned, the copies of it, and opening what it says."""
