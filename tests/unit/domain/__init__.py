"""The pure rules of a bloc year."""
