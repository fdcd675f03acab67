"""What starts an import from the command line."""
