"""One page, its light and what can be done with it."""
