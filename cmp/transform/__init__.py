"""What changes objects but for their order: patches, metadata of rules, repairs, config hashes."""
