"""Floors, locks and sizes: promises about the code itself."""
