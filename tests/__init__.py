"""What shows that the paper works."""
