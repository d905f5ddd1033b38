"""How good answers are, and what they cost."""
