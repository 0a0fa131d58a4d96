"""Finds what a container waits for and what it writes, by running its commands in simulation.

Scripts are read, not matched. Looked at are init containers, the containers of Jobs and hooks, and the commands of
readiness and startup probes: `command`, `args`, scripts that a ConfigMap or Secret of the stream mounts, and variables.
A container waits for what it can't end without, whatever way the loop is written. A check that is made once and ends
the container counts, since Kubernetes starts it again; `curl ... || true` does not. What can't be followed gives no
need.
"""
