"""Kept pages: ready bytes before Django, dropped by what they show the moment it changes."""
