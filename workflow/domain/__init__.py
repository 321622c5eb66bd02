"""Pure rules. Values in, values out: no clock, no database, no randomness, no effect."""
