"""What the demo adds to manage.py."""
