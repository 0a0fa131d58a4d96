"""Order: which objects a rule or a tier concerns, and what it wishes for them."""
