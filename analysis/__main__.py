"""``python -m analysis``: the command ``hertoets``."""

from analysis.cli import main

if __name__ == "__main__":
    main()
