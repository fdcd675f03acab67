"""What other rooms' templates may ask of the paper."""
