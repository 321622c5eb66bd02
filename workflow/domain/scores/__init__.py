"""From entries to points: sheets, the ways of scoring, the chain of hands, closing."""
