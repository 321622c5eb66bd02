"""What the store promises, on a real database."""
