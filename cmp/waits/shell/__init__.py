"""Running scripts in a world instead of on a machine."""
