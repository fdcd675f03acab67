"""What stands around each page: masthead, navigation, footer, error pages."""
