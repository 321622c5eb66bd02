"""The pledge, and how far each unit has come with it by the middle of the year."""
