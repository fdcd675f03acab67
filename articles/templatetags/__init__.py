"""What other rooms may put on a page: the public face of the articles room."""
