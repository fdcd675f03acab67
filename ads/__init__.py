"""The slots a paper sells itself, from the booking to the report."""
