"""From points to results: classes, ranks, ties, publishing, and why each is as it is."""
