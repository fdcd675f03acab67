"""What the desk's own pages ask for in their templates."""
