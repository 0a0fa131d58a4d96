"""Whether a sidecar or a laptop is set up right: what is looked at, each with what is wrong and the fix."""
