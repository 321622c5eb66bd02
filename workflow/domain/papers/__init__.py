"""What a bloc puts on paper: documents, their signatures, and figures for reports."""
