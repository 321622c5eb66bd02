"""Background work: senders, tasks run twice, a worker inside, and real ones over a real Redis."""
