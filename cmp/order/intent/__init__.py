"""The order that the author, the rules, the tiers and Helm's hooks ask for."""
