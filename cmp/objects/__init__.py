"""The objects of a stream: pods, references, RBAC, webhooks, CRDs, generated Secrets, and an index over them."""
