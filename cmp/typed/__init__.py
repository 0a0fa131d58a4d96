"""From a parsed mapping to a typed value, with a path in each complaint."""
