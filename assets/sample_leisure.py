"""A travel brochure and a few recipes, with pictures."""

from __future__ import annotations

from assets.sample_pictures import bowl, coast
from assets.sheet import GREY, INK, RUST, SEA, Sheet, as_pdf, new_document

GREEN = (0.20, 0.40, 0.27)
WHITE = (1.0, 1.0, 1.0)


def walks() -> bytes:
    """Draw the brochure: three pages."""
    document = new_document()
    cover = Sheet(document)
    cover.picture((0, 0, 595, 520), coast(sun_low=True))
    cover.line(50, 590, "Marrowby Coast", 40, "tibo", GREEN)
    cover.line(50, 626, "Walks and places to stay", 20, "tiit", INK)
    cover.block(
        (50, 660, 545, 760),
        "Three days between heather and salt water. Bring boots, a raincoat and something for the goats.",
        13,
    )

    page = Sheet(document)
    page.line(50, 76, "Three walks", 26, "tibo", GREEN)
    stories = (
        (
            "The lighthouse path",
            "9 km, three hours, easy. From the old pier along the cliff to the lighthouse at Fennel Point. The "
            "keeper's "
            "widow sells rhubarb cake from April on. Turn back before the flood tide: the last kilometre lies under "
            "water for two hours.",
        ),
        (
            "Over Hare Hill",
            "14 km, five hours, steep. The stone circle on the top is older than the church and better kept. On clear "
            "days one sees all seven of the Grey Isles. There is no water on the way; fill your bottle at the mill.",
        ),
        (
            "The peat railway",
            "6 km, two hours, flat. A walk for prams and wheelchairs on the bed of the old narrow-gauge line, with "
            "benches every three hundred metres and a hide from which to watch herons and otters.",
        ),
    )
    for number, (title, story) in enumerate(stories):
        top = 110 + number * 150
        page.disc(70, top + 18, 18, RUST)
        page.line(66, top + 23, str(number + 1), 14, "hebo", WHITE)
        page.line(104, top + 18, title, 15, "tibo", INK)
        page.block((104, top + 28, 540, top + 130), story, 12)
    page.picture((50, 570, 545, 790), coast(sun_low=False))

    page = Sheet(document)
    page.line(50, 76, "Places to stay", 26, "tibo", GREEN)
    end = page.table(
        50,
        104,
        (190, 110, 90, 105),
        [
            ("House", "Rooms", "Dogs", "Night, crowns"),
            ("The Anchor, Marrowby", "12", "yes", "from 78"),
            ("Mrs Penhale's guest house", "4", "no", "from 45"),
            ("Fennel Point lighthouse", "2", "yes", "from 110"),
            ("Hollow Bay youth hostel", "60 beds", "no", "from 19"),
            ("Camp site at the mill", "40 pitches", "yes", "from 12"),
        ],
        11,
    )
    page.block(
        (50, end + 30, 545, end + 220),
        "The lighthouse has the quietest beds on the coast, if you do not mind one hundred and twelve steps and a lamp "
        "that turns all night. Book before February.\n\nThe youth hostel lends bicycles and tents. Breakfast is served "
        "until the fishermen have eaten it.\n\nVisitors' office: Old Customs House, Marrowby, daily from nine to five.",
        12,
    )
    return as_pdf(document, "Marrowby Coast: walks and places to stay")


def soups() -> bytes:
    """Draw the recipes: one to a page, with a picture of the bowl."""
    document = new_document()
    recipes = (
        (
            "Leek and saffron soup",
            (0.93, 0.72, 0.22),
            "4 leeks\n2 large potatoes\n1 onion\n40 g butter\n1 litre fish stock\na pinch of saffron\n150 ml cream\n"
            "chives",
            "Wash the leeks well and cut them into rings. Soften them with the chopped onion in the butter, "
            "slowly, for "
            "ten minutes; they must not brown. Add the potatoes in small cubes and the stock, and simmer for twenty "
            "minutes.\n\nSteep the saffron in two spoons of hot stock until it glows. Blend half of the soup, pour it "
            "back, stir in the saffron and the cream, and warm it without boiling. Chives on top, dark bread "
            "beside it.",
        ),
        (
            "Smoked haddock chowder",
            (0.93, 0.87, 0.74),
            "400 g smoked haddock\n3 potatoes\n1 stick of celery\n100 g sweetcorn\n600 ml milk\n1 bay leaf\n"
            "black pepper",
            "Warm the haddock in the milk with the bay leaf for eight minutes and lift it out. Cook the potatoes and "
            "the celery in the same milk until soft, crush a few of them to thicken it, and add the "
            "sweetcorn.\n\nFlake "
            "the fish back into the pot at the very end, with plenty of pepper. It is better on the second day.",
        ),
        (
            "Beetroot broth with dumplings",
            (0.55, 0.11, 0.22),
            "6 beetroots\n2 carrots\n1 parsnip\n1 litre beef broth\n2 spoons vinegar\n200 g flour\n1 egg\n"
            "sour cream, dill",
            "Roast the beetroots whole at 190 degrees for an hour, peel and grate them. Boil the carrots and "
            "the parsnip "
            "in the broth, then add the beetroot and the vinegar, which keeps the colour bright.\n\nFor the dumplings "
            "knead flour, egg and a little water, roll it thin, cut it into squares and boil them for four minutes. "
            "Serve with sour cream and dill.",
        ),
    )
    for title, colour, ingredients, method in recipes:
        page = Sheet(document)
        page.picture((0, 0, 595, 300), bowl(colour))
        page.line(50, 352, title, 28, "tibo", RUST)
        page.line(50, 374, "Serves four", 11, "tiit", GREY)
        page.line(50, 410, "Ingredients", 12, "hebo", SEA)
        page.block((50, 420, 200, 640), ingredients, 12, "helv")
        page.line(230, 410, "Method", 12, "hebo", SEA)
        page.block((230, 420, 545, 720), method, 12)
        page.line(50, 800, "Soups from the harbour kitchen", 9, "tiit", GREY)
    return as_pdf(document, "Soups from the harbour kitchen")
