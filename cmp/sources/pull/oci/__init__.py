"""Pulling from an OCI registry: tags, manifests, artifacts."""
