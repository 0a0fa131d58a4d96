"""The content store: a folder that all renders share, where what was pulled once lies by the digest of its content."""
