"""Where files come from, and that they stay inside their roots."""
