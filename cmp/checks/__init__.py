"""Checks of the first sync: their registry, facts, severities and waivers; `catalog` holds the checks."""
