"""Evaluating the Go templates of an ApplicationSet (`goTemplate: true`) with Helm."""
