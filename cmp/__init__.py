"""Swell: waves for your Helm charts."""

__version__ = "0.1.0"
