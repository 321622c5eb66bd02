"""Who is to be proposed for what: numbers, places, and equals where a number ends."""
