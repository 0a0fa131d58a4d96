"""HTTP with bounds: redirects, tokens and deadlines."""
