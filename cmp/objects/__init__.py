"""The inventory of a stream: pods, references, rights, webhooks, CRDs, generated Secrets, and an index over them."""
