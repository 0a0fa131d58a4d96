"""Argo CD as data and pure functions: its annotations, hooks, kinds and health, and the sync that follows from them."""
