"""Where files come from: declared sources, aliases, paths that stay inside their root."""
