"""Configuration: the specs of swell.yaml and the operator's policy, what a file extends, and reading both."""
