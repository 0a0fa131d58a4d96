"""Manifests as text: splitting a stream, reading heads, annotating, patching, comparing."""
