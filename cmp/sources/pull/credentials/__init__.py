"""Credentials for a host: those that an operator mounted, and the login files of git, Helm and Docker."""
