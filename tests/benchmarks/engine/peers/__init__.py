"""Other engines on the same work, each a script with an environment of its own."""
