"""The desk's own pages about stories and pictures, one file a page."""
