"""The documentation as a site: what `make docs` writes beside the pages of this folder."""
