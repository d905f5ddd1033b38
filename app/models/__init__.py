"""Models on this machine: which there are, their download, and how each is loaded."""
