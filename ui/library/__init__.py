"""What was added, how far it is, and what could not be read."""
