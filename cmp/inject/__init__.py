"""From wishes to decisions: the labels and annotations that Argo CD reads, each with its reason."""
