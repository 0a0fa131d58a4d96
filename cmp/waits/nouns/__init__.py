"""The values of this room: targets and waits, partly unknown texts, durations, probes, and worlds that answer them."""
