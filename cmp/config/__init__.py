"""swell.yaml and the operator's policy: what they may say (spec), what they extend, and how they are read."""
