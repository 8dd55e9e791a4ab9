"""A person's dates and facts, with the article behind each: the only room that sees every row."""
