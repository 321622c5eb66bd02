"""Who is told of what, and when it may reach them."""
