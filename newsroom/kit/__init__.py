"""Small tools that know no room: words for caching, announcements, tallies, text, pictures."""
