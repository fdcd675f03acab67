"""The commands that make and load backups."""
