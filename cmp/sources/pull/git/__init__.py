"""Pulling from git: revisions, trees and blobs by the git program."""
