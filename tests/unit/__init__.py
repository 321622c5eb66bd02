"""Pure tests, the whole suite in seconds."""
