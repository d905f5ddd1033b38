"""Models that can be added."""
