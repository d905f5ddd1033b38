"""Codes: patch vectors in few bytes."""
