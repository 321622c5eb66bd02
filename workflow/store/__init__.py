"""SQL. Callers own the transaction; nothing here commits."""
