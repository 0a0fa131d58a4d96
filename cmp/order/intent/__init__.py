"""What the author, the rules, the tiers and Helm's hooks say about the order."""
