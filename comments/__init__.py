"""What readers answer under a story, and who looks after it."""
