"""Floor 1: what a year IS. Models, reading, layering, checking and the data; knows nobody."""
