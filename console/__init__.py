"""Faces for people: command line and JSON interface. They ask the use cases and say the answer.

Knows nothing of Celery and nothing of `tasks`: what must happen in the background is handed in.
Importing a face costs little; what a command needs is imported when it runs.
"""
