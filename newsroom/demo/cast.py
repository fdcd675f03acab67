"""The cast: the six people, the administrator and the guests that tests, demo and docs tell their stories with."""

from dataclasses import dataclass

from newsroom.accounts.roles import AD_MANAGER, ADMINISTRATOR, EDITOR, MODERATOR, REPORTER

PASSWORD = "newsroom-demo"  # noqa: S105 -- printed by `make run`; `check --deploy` refuses a site that has it


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: `role` is a group's name, empty for a reader."""

    key: str
    name: str
    role: str = ""
    job_title: str = ""
    bio: str = ""

    @property
    def email(self) -> str:
        """Where they sign in."""
        return f"{self.key}@example.org"

    @property
    def is_staff(self) -> bool:
        """May they enter the desk?"""
        return bool(self.role)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who writes without an account."""

    key: str
    name: str
    job_title: str
    bio: str


ADA = Person(
    "ada",
    "Ada Lindqvist",
    REPORTER,
    "Reporter",
    "Ada covers the harbour, the council and whatever the two are arguing about. She grew up above the chandler’s on"
    " Rope Lane and still owns a boat that mostly floats.",
)
BEN = Person(
    "ben",
    "Ben Okafor",
    EDITOR,
    "Editor",
    "Ben edits The Harbour Post. Before that he spent eleven years on a night desk, where he learned to distrust"
    " adjectives and to label his sandwiches.",
)
CLEO = Person(
    "cleo",
    "Cleo Marchetti",
    MODERATOR,
    "Community editor",
    "Cleo looks after the conversation under our stories, answers most letters, and writes about the ones she cannot"
    " answer.",
)
DOV = Person("dov", "Dov Abrams", AD_MANAGER, "Advertising manager")
ESI = Person("esi", "Esi Mensah")
FINN = Person("finn", "Finn Barlow")
ADMIN = Person("admin", "Robin Admin", ADMINISTRATOR, "Administrator")

CAST: tuple[Person, ...] = (ADA, BEN, CLEO, DOV, ESI, FINN, ADMIN)
WRITERS: tuple[Person, ...] = (ADA, BEN, CLEO)

GUESTS: tuple[Guest, ...] = (
    Guest(
        "ingrid",
        "Ingrid Solheim",
        "Science writer",
        "Ingrid trained as an oceanographer and now explains tides, ticks and turbines to people who asked a shorter"
        " question.",
    ),
    Guest(
        "tomas",
        "Tomás Rey",
        "Culture critic",
        "Tomás writes about music, books and the theatre with the bad seats.",
    ),
    Guest(
        "wren",
        "Wren Halloran",
        "Sports writer",
        "Wren has watched Port Merrin Athletic from behind the same pillar since childhood.",
    ),
    Guest(
        "sefa",
        "Sefa Tuilagi",
        "Business correspondent",
        "Sefa follows the money, which in Port Merrin usually means following the ferry.",
    ),
    Guest(
        "marguerite",
        "Marguerite Doyle",
        "Columnist",
        "Marguerite taught at the grammar school for thirty years. Her column appears when she is cross.",
    ),
)

EVERY_WRITER: tuple[Person | Guest, ...] = (*WRITERS, *GUESTS)
