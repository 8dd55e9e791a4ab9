"""As applied against as the law says, for each person: outcome, duty, repair, and by which rule."""
