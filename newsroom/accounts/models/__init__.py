"""The people's tables: who they are, who was invited, by which links, and what was changed by whom."""

from newsroom.accounts.models.invitation import Invitation
from newsroom.accounts.models.link import Link
from newsroom.accounts.models.person import User, UserManager, display_name
from newsroom.accounts.models.record import PersonRecord

__all__ = ["Invitation", "Link", "PersonRecord", "User", "UserManager", "display_name"]
