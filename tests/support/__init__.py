"""Small hand-made extracts for the tests."""
