"""Pulling from a Helm repository: its index, version ranges, chart archives."""
