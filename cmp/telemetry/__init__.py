"""What operators see of the sidecar: an event for each render, a line of log for it, and metrics."""
