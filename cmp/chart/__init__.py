"""Charts: all that reads Chart.yaml, Chart.lock, templates/, charts/ and archives, and builds what is missing."""
