"""The policy: what an operator says for all applications at once."""
