"""The machine ends under /-/ and the ad desk's own pages."""
