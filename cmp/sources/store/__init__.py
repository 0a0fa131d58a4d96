"""The content store: each pulled tree by digest, for any number of processes, verified on read."""
