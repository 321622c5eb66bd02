"""Migrations: one step per file, with its reason. Expand first, contract in a later release."""
