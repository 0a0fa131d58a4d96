"""The order of a sync: from edges and intent to the waves and hooks that are written, each with its reason."""
