"""A running year takes up another definition: proposed by one, confirmed by others, recorded."""
