"""The search field, and the question that is asked."""
