"""JupyterLab as `make lab` starts it: this machine alone, a token, nothing of the internet."""
