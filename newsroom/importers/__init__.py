"""Bringing an archive in from another system, whole."""
