"""The generators of an ApplicationSet that need no cluster and no network: each makes sets of parameters."""
