"""Floor 1, tested without a database, a network or a clock."""
