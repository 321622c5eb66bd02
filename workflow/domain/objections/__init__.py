"""Objections to a score, a class, a rank, a ballot or a list: raised, answered, corrected.

Nobody answers an objection to what they decided themselves, or of their own unit.
"""
