"""Use cases: each opens exactly one transaction, and nothing else opens one."""
