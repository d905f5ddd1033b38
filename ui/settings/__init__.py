"""What people may choose."""
