"""Databases as earlier programs left them; never edited."""
