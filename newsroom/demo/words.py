"""The words of the demo's furniture: the paper, its sections, and what each picture shows."""

PAPER = {
    "name": "The Harbour Post",
    "tagline": "Port Merrin and the outer islands, since the lamp was lit",
    "accent": "#0f5c6e",
    "footer": "The Harbour Post is an invented newspaper. Its town, its people and its pictures were made up for this"
    " demo.",
    "comment_policy": "Be as kind as you would be in the queue at Quayside. We read what is reported, and we take"
    " down what would end a conversation on the quay.",
    "ad_policy": "Advertisers buy a place on the page, never a word in a story.",
}

# slug: (name, parent, what stands in it)
SECTIONS: dict[str, tuple[str, str, str]] = {
    "news": ("News", "", "What happened in Port Merrin, and what it cost."),
    "council": ("Council", "news", "Town hall, from the gallery."),
    "harbour": ("Harbour", "news", "Tides, boats and the people who watch them."),
    "business": ("Business", "", "Work, money and ferries."),
    "science": ("Science & Climate", "", "The sea, the sky and what grows between them."),
    "culture": ("Culture", "", "Stages, screens and pages."),
    "music": ("Music", "culture", "Loud and otherwise."),
    "sport": ("Sport", "", "Won, lost and rained off."),
    "football": ("Football", "sport", "Athletic, and the Minnows."),
    "opinion": ("Opinion", "", "Views of the writers named above them."),
}

# name: (what it shows, its caption)
PICTURES: dict[str, tuple[str, str]] = {
    "harbour-dawn": (
        "Three fishing boats lie in a still harbour at sunrise, a row of gabled houses behind them",
        "First light in the inner harbour.",
    ),
    "lighthouse": (
        "A red and white lighthouse on a headland sends its beam over a violet sea at dusk",
        "The Merrin light, seen from the pilots’ landing.",
    ),
    "ferry": (
        "A blue and white ferry with a red funnel crosses a bright bay with hills behind",
        "The morning crossing to the outer islands.",
    ),
    "regatta": (
        "Sailing boats race on a blue bay, the nearest with a white mainsail and a red jib",
        "The fleet rounds the last buoy.",
    ),
    "wind-farm": (
        "Wind turbines stand in a calm sea before a low sun",
        "The Dogger Step wind farm at sundown.",
    ),
    "storm": (
        "A wave breaks over the end of a stone pier under black clouds",
        "The end of the mole in last winter’s gale.",
    ),
    "kelp": (
        "Sunlight falls in shafts through a green forest of kelp, a shoal of small fish between the fronds",
        "Kelp off Gull Point.",
    ),
    "cranes": (
        "Three harbour cranes stand over rows of coloured containers in yellow light",
        "The north quay, across the water from the yard.",
    ),
    "sea-pool": (
        "Three swimmers in bright caps swim lanes in a tidal pool beside the sea",
        "The tidal pool at Cutler’s Hard.",
    ),
    "hills": (
        "Misty green hills, one behind another, under a pale morning sun",
        "The Vale of Merrin, early.",
    ),
    "stadium": (
        "Footballers in red and white on a floodlit pitch before a full stand",
        "Under the lights at the Basin Ground.",
    ),
    "night-sky": (
        "The Milky Way over a small observatory on a dark hill, two people looking up",
        "The observatory on Beacon Hill.",
    ),
    "greenhouse": (
        "A path leads between dense green plants with red fruit in a bright greenhouse",
        "Inside the Tar Street greenhouse.",
    ),
    "chart": (
        "A chart of twelve bars rising from left to right, the last two red, with a line that rises too",
        "Drawn by the Post.",
    ),
    "allotment": (
        "Green rows run to a blue shed on an allotment, a scarecrow in a red coat at the left",
        "The Basin Road allotments.",
    ),
    "bench": (
        "Two empty wooden benches on a promenade, the low sun on the sea behind them",
        "Marine Parade: two of the 412.",
    ),
    "market": (
        "A crowd at dusk between market stalls with striped awnings, strings of lamps overhead",
        "The Friday market at Market Cross.",
    ),
    "tram": (
        "A red and yellow tram with bright headlamps comes down a city street at night",
        "Line 2 at Market Cross.",
    ),
    "concert": (
        "Three musicians in silhouette on a stage under coloured beams, a crowd with raised arms before them",
        "The big stage on the quay.",
    ),
    "town-hall": (
        "A pale town hall with columns, a clock tower and a blue flag under a light sky",
        "The town hall.",
    ),
    "terraces": (
        "A row of narrow houses painted in different colours, a red bicycle on the pavement",
        "Painters’ Row.",
    ),
    "bookshelf": ("Three shelves of old books in lamplight", "In the stacks of the town library."),
    "theatre": (
        "A single chair in a spotlight before a closed red curtain",
        "The stage of the Alhambra.",
    ),
    "rain-window": (
        "Raindrops on a window at night, blurred lights outside and a steaming red mug on the sill",
        "Weather, from indoors.",
    ),
}

STREAM = {
    "title": "From the end of the mole: the gate closes",
    "description": "Live pictures of the breakwater gate, with the engineer Oona Farrell and whoever walks past.",
}
