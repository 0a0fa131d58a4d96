"""Reports: what was found and decided, as text for people; functions that return strings."""
