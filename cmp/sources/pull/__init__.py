"""Pulling a source: what is asked for becomes a pin, and a pin fills a folder, verified."""
