"""Pulling from git: revisions, trees and blobs, read with the git program."""
