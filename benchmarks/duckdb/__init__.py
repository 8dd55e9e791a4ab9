"""The facts, the headline's regime and its outcome once more, written by hand as SQL for DuckDB."""
