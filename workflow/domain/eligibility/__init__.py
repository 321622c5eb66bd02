"""Whether one unit or person qualifies: conditions, what is known, what serves only once."""
