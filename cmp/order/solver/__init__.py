"""Graph, levels, bands, barriers, cycles: turns edges into waves and knows nothing of Kubernetes."""
