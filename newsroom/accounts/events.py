"""What the accounts room announces. Receivers are called inside the transaction and may write rows only."""

from django.dispatch import Signal

# person: User, whose printed name may be another now
person_changed = Signal()
