"""JupyterLab as `make lab` starts it: this machine alone, a token, nothing asked of the internet."""
