"""What the project is kept with, and no run needs: the documentation as a site, and a release."""
