"""The JSON interface: what the command line says, over HTTP, for programs and pages.

An act is answered with its receipt, or with every reason why not; nothing in between. The header
Idempotency-Key names the command, so that whoever got no answer asks again with the same key and is
told what became of it. One bearer token opens the interface, to whoever runs the installation:
which person acts, and in which seat, is said in the act and judged by the rules.
"""
