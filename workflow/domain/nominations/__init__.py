"""What becomes of a proposal: its lists, steps, decisions, money, and taking back."""
