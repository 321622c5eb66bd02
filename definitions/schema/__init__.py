"""What a definition file may say: frozen pydantic models, nothing extra, no code in data."""
