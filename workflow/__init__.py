"""Floor 2: how a year LIVES. Pure rules, the database, and use cases of one transaction each."""
