"""The set-up of an empty site, in a browser: the paper, its first administrator, its sections."""
