"""Argo CD as data and pure functions: its names, its kinds, how it classifies an object."""
