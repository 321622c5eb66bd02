"""Use cases on a real database: one transaction each, or nothing."""
