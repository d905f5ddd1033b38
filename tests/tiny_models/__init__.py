"""Models that are small enough for tests, and what is to hold for every one of them."""
