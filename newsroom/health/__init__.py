"""Is the site well? Answers for machines that ask."""
