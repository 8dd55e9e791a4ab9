"""Changes of one operator in facts, law and outcomes, and whether the quick tests notice them."""
