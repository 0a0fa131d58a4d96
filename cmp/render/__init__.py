"""Rendering a request: gather the inputs, run Helm, order the manifests, check them; opens sources and keeps limits."""
