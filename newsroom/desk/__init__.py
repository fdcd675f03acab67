"""The back office: the admin site, its look, its first page."""
