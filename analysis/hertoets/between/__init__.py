"""Two runs: what differs, who moved and why, and whether a run can be computed again."""
