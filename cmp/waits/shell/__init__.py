"""Runs shell scripts in simulation: no program is started, and time passes only on a simulated clock."""
