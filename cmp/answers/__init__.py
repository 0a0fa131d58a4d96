"""Cached renders: what `generate` printed for the same inputs is printed again, and no Helm is started."""
