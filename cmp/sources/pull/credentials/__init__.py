"""Credentials for a host: those that the operator mounts, and the login files of git, Helm and Docker."""
