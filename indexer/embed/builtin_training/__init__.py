"""Trains the built-in model on pages that it draws itself. Not in the wheel: see README.md beside this file."""
