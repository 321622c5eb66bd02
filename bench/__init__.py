"""How near the product comes to the least that must be done; both measured in the same run.

Every figure is a ratio to the same raw work, done in rounds that take turns with the product's.
Absolute figures differ from machine to machine, and with what else the machine is doing.
"""
