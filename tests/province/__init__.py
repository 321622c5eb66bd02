"""A province's year in simulated time: every bloc, every unit, every reminder, a real mail server.

`python -m tests.province [BLOCS]`, or `make province`: 700 blocs of 5,700 units, 17,100 letters.
"""
