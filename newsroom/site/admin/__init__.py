"""The paper on the desk: its settings and navigation, and the mail it sends."""

from newsroom.site.admin import mail, paper

__all__ = ["mail", "paper"]
