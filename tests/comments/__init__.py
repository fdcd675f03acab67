"""What readers say under a story, and who looks after it."""
