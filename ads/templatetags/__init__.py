"""What other rooms may put on a page."""
