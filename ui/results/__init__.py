"""The pages that answer."""
