"""The people's pages: the desk's, and those that a link opens."""
