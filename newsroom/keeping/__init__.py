"""Keeping the paper: backups, restoring them, and upgrading with a way back."""
