"""What a run costs: whole processes, measured, against a yardstick of the same minute."""
