"""Acts over HTTP while everything beneath them is killed, frozen, emptied and started again.

`python -m tests.chaos`, or `make chaos CHAOS_SECONDS=600 CHAOS_SEED=n`. The schedule of faults is a
pure function of the seed. At the end everything is worked off and the invariants are checked.
"""
