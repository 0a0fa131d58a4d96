"""The words of the room: targets and waits, texts with holes, spans of time, probes and the worlds that answer them."""
