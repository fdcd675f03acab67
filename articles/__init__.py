"""Writing, publishing and reading stories."""
