"""Reports: what was found and decided, for people and for programs; functions that return strings."""
