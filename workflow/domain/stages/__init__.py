"""The year and its stages: where it stands, how it moves on, and how its deadlines were moved."""
