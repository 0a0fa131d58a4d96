"""Changes to objects other than their order: patches, metadata of rules, repairs, config hashes."""
