"""HTTP within bounds: redirects, tokens and deadlines."""
