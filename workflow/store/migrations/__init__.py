"""Migrations: one step per file, each with the reason. Expand first, contract in a later release."""
