"""What the accounts room announces. Receivers are called inside the transaction and may write rows only."""

from django.dispatch import Signal

# person: User, whose printed name may be another now
person_changed = Signal()
# user: User (with the roles they now have), known_as: str (the name an administrator gave the invited, or "")
staff_changed = Signal()
