"""How near the product comes to the least that must be done; both measured in the same run."""
