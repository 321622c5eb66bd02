"""The interface over HTTP, asked as a client asks."""
