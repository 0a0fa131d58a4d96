"""Values: which layers there are, how lists in them merge, and what all of them together say."""
