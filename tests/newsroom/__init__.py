"""What shows that the rooms of newsroom work."""
