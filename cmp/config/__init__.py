"""swell.yaml: what it may say (spec), how files extend each other (read), and complaints about it (complaint)."""
