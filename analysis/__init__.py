"""Hertoets: re-apply the transitional law of the Wet inburgering 2021 to a data extract."""

__version__ = "0.1.0"
