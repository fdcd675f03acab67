"""Kept pages."""
