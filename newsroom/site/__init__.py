"""The paper itself: its name, look, navigation and banner."""
