"""Taking over another system's archive."""
