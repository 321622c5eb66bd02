"""Everything here may import anything; nobody imports it."""
