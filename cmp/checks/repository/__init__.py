"""Checks of several Applications together, after each has been rendered."""
