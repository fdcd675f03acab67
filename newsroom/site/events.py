"""What the site room announces. Receivers are called inside the transaction and may write rows only."""

from django.dispatch import Signal

# says nothing more: settings, navigation or a banner were changed
paper_changed = Signal()
