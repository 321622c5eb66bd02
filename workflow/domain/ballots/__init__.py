"""Ballots: opened over a frozen list of voters, cast, counted in whole numbers, settled.

`rules` who may and when · `state` the fold · `counting` the arithmetic · `sealing` secrecy.
"""
