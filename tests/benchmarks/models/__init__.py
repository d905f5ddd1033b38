"""What models beside the built-in one cost, beside the libraries that they come from."""
