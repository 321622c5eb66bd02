"""Bloc years as data: the five of the press reports, from their first stage to their last."""
