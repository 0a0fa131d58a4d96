"""The objects of a stream: pods, references, RBAC, webhooks, definitions, generated Secrets, and an index over them."""
