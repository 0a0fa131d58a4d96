"""Charts: reads Chart.yaml, Chart.lock, templates/, charts/ and archives, and builds missing dependencies."""
