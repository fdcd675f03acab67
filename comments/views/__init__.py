"""The pages of the comments room."""
