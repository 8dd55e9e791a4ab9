"""Hertoets: re-apply the transitional law of the Wet inburgering 2021 to a data extract."""

import sys

__version__ = "0.1.0"

# The package jsonschema, which papermill and Great Expectations import, builds a grammar of web
# addresses if it finds this one: two seconds of every command, for a check that nothing here asks.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
