"""Everything a paper stands on: its name, its people, its desk, and what runs behind its pages."""
