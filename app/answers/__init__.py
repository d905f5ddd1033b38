"""From a question to lit-up pages."""
