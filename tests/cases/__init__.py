"""Cases: what is refused of a badly written one, and that every well-written one plays."""
