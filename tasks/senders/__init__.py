"""Ways out: each hands one notice over, and says what the far end answered."""
