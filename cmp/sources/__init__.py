"""The sources of files: declared sources, aliases, and paths that stay inside their root."""
