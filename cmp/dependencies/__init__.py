"""The charts that a chart depends on: what it says of them, which it lacks, and where those come from."""
