"""Bloc years as data: reading, playing in simulated time, comparing the outcome."""
