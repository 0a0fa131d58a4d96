"""Reports of findings and decisions, for people and for programs; functions that return strings."""
