"""The content store: each pulled tree under its digest, shared by any number of processes, verified on read."""
