"""The engine's report: every design of ours beside its peers, made by one command (see `__main__`)."""
