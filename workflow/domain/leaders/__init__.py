"""Who leads the bloc next, and how the files are handed to them."""
