"""From a question to lit-up pages: the engine, its process, search, and the command line."""
