"""`manage.py let_in ADDRESS`: a link for who lost password, mail and second factor."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from newsroom.accounts.recovery import NoAccountError, make_way_in


class Command(BaseCommand):
    """Works only here, at the machine's shell; the person's record keeps that it was done."""

    help = "Print a link, good once and for an hour, that sets a new password and clears the second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the e-mail address of the account")

    def handle(self, *, address: str, **_options: object) -> str:
        try:
            link = make_way_in(address)
        except NoAccountError as problem:
            raise CommandError(str(problem)) from None
        return (
            "Open this in a browser within the hour; it works once.\n\n"
            f"  {link}\n\n"
            "It sets a new password and clears the second factor. Does your site answer at another address? Put that\n"
            "in place of what stands before /accounts/."
        )
