"""Who belongs to the bloc, in which seat, in which group, and what is known of each."""
