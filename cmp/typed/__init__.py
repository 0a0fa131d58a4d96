"""Converting parsed mappings to typed values; errors give the path in the document."""
