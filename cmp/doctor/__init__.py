"""`swell doctor`: checks of a sidecar or a laptop, each with what is wrong and how to fix it."""
