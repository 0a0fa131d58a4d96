"""Would the sync work? The frame of the checks: registry, facts, severities and waivers; `catalog` holds the checks."""
