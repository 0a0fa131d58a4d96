"""Manifests as text: splitting a stream, reading heads, splicing a few lines in, patching."""
