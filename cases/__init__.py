"""Bloc years as data: the five that press reports describe, from their first stage to their last."""
