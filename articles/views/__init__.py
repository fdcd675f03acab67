"""The public pages of the paper, one file a page or a resource."""
