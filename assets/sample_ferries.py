"""The papers of a ferry company that does not exist: an annual report and a timetable."""

from __future__ import annotations

from assets.sheet import CENTRE, FOAM, GREY, INK, RIGHT, RUST, SEA, Sheet, as_pdf, new_document

WHITE = (1.0, 1.0, 1.0)
ROUTES = {"Skerry Sound": 412_600, "Hollow Bay": 287_300, "Fennel Point": 198_450, "Grey Isles": 96_120}


def annual_report() -> bytes:
    """Draw the annual report: six pages, the last one turned."""
    document = new_document()
    _cover(Sheet(document))
    _letter(Sheet(document))
    _figures(Sheet(document))
    _passengers(Sheet(document))
    _fleet(Sheet(document))
    _five_years(Sheet(document, (842, 595), turn=90))
    return as_pdf(document, "Tidewell Ferries Annual Report 2025")


def _cover(sheet: Sheet) -> None:
    sheet.bar((0, 0, 595, 842), SEA)
    sheet.disc(430, 250, 70, (0.96, 0.78, 0.40))
    sheet.shape([(0, 520), (140, 455), (300, 500), (430, 440), (595, 505), (595, 842), (0, 842)], (0.13, 0.37, 0.52))
    sheet.shape([(0, 610), (200, 570), (400, 615), (595, 560), (595, 842), (0, 842)], (0.06, 0.20, 0.32))
    sheet.shape([(215, 560), (385, 560), (362, 598), (236, 598)], WHITE)
    sheet.bar((252, 530, 345, 560), FOAM)
    sheet.bar((300, 502, 316, 530), RUST)
    sheet.line(60, 130, "Tidewell Ferries", 38, "hebo", WHITE)
    sheet.line(60, 172, "Annual Report 2025", 22, "helv", WHITE)
    sheet.line(60, 790, "Four routes, eleven ships, one coast.", 13, "heit", WHITE)


def _head(sheet: Sheet, title: str, number: int) -> None:
    sheet.line(56, 78, title, 22, "hebo", SEA)
    sheet.rule(56, 90, sheet.width - 56, 90, SEA, 1.2)
    sheet.line(56, sheet.height - 36, "Tidewell Ferries Annual Report 2025", 8, "helv", GREY)
    sheet.line(sheet.width - 56, sheet.height - 36, str(number), 8, "helv", GREY, RIGHT)


def _letter(sheet: Sheet) -> None:
    _head(sheet, "A letter from the chair", 2)
    sheet.block(
        (56, 112, 288, 760),
        "Dear friends and shareholders,\n\nThe year began with the worst January storms since the company was founded. "
        "For nineteen days no ship left Marrowby harbour, and the winter timetable had to be written twice. That the "
        "year still ended with more people on board than any before it is due to the crews, to a dry and quiet summer, "
        "and to the decision to run late sailings on Fridays.\n\nWe carried 994,470 passengers, six in a hundred more "
        "than the year before. Freight fell a little, because the quarry at Fennel Point was closed for repairs from "
        "March to August.\n\nFuel remained our largest single cost after wages. A litre of marine diesel cost us a "
        "fifth less than in 2024, and the two ships that now sail on batteries inside the harbour saved another "
        "310,000 litres.",
        12,
    )
    sheet.block(
        (307, 112, 539, 760),
        "The board proposes a dividend of 1.40 crowns a share, after two years without one. A third of the profit goes "
        "into the reserve for a new ship on the Skerry Sound route, which has outgrown the old Cormorant.\n\nIn "
        "October "
        "our managing director, Ines Halloran, told us that she will retire after twenty-two years with the company. "
        "She started in the ticket office. Her successor is Tomas Brandvik, who has led our engineering since 2017.\n\n"
        "What worries us? The pier at Hollow Bay needs new piles before 2028, and the harbour authority has not yet "
        "agreed to carry its share. Insurance grows dearer with every storm. And it is hard to find engineers who wish "
        "to live on an island.\n\nWhat gives us hope is the full car deck on a rainy Tuesday. Thank you for sailing "
        "with us.\n\nMarguerite Oduya\nChair of the board",
        12,
    )


def _figures(sheet: Sheet) -> None:
    _head(sheet, "The year in figures", 3)
    sheet.block((56, 104, 539, 150), "Amounts are in thousands of crowns. The financial year ends on 31 December.")
    end = sheet.table(
        56,
        150,
        (223, 90, 90, 80),
        [
            ("Income and costs", "2025", "2024", "Change"),
            ("Passenger fares", "18,940", "17,610", "+7.6 %"),
            ("Vehicles and freight", "9,215", "9,480", "-2.8 %"),
            ("Catering on board", "2,130", "1,905", "+11.8 %"),
            ("Total revenue", "30,285", "28,995", "+4.4 %"),
            ("Wages and crew", "11,420", "10,960", "+4.2 %"),
            ("Fuel and electricity", "5,870", "7,245", "-19.0 %"),
            ("Maintenance of ships", "4,310", "3,990", "+8.0 %"),
            ("Harbour dues and insurance", "3,245", "2,880", "+12.7 %"),
            ("Depreciation", "2,650", "2,600", "+1.9 %"),
            ("Total costs", "27,495", "27,675", "-0.7 %"),
            ("Profit before tax", "2,790", "1,320", "+111.4 %"),
        ],
    )
    sheet.line(56, end + 44, "What we spent on the fleet", 14, "hebo", SEA)
    sheet.table(
        56,
        end + 58,
        (313, 90, 80),
        [
            ("Capital expenditure", "2025", "2024"),
            ("Battery packs for Petrel and Dunlin", "1,780", "640"),
            ("New engine for Kittiwake", "920", "0"),
            ("Ticket machines and gates", "215", "185"),
            ("Total capital expenditure", "2,915", "825"),
        ],
    )
    sheet.block(
        (56, 620, 539, 700),
        "Profit doubled although revenue grew only by a twentieth: fuel was cheaper, and two ships need almost none "
        "of it in the harbour. Harbour dues rose because Hollow Bay now charges by the length of the ship.",
    )


def _passengers(sheet: Sheet) -> None:
    _head(sheet, "Passengers by route", 4)
    sheet.block(
        (56, 104, 539, 160),
        "Skerry Sound remains the busiest route by far. The Grey Isles sailed only from April to October, and are the "
        "only route on which fewer people travelled than in 2024.",
    )
    left, base, tall = 110, 560, 340
    for step in range(5):
        y = base - tall * step / 4.5
        sheet.rule(left, y, 530, y, (0.82, 0.84, 0.86))
        sheet.line(left - 8, y + 3, f"{step * 100:,},000" if step else "0", 9, "helv", GREY, RIGHT)
    for place, (route, passengers) in enumerate(ROUTES.items()):
        x = left + 22 + place * 104
        top = base - tall * passengers / 450_000
        sheet.bar((x, top, x + 66, base), RUST if place == 0 else SEA)
        sheet.line(x + 33, top - 6, f"{passengers:,}", 10, "hebo", INK, CENTRE)
        sheet.line(x + 33, base + 16, route, 10, "helv", INK, CENTRE)
    sheet.rule(left, base, 530, base, INK, 1)
    sheet.line(320, base + 44, "Number of passengers in 2025, each way counted once", 9, "heit", GREY, CENTRE)
    sheet.block(
        (56, 640, 539, 740),
        "One passenger in four brought a bicycle. On the Fennel Point route the share was two in five, since the "
        "coastal path opened in May. From 2026 all ships will have racks for at least thirty bicycles on the car deck.",
    )


def _fleet(sheet: Sheet) -> None:
    _head(sheet, "Ships, crews and the sea", 5)
    sheet.block(
        (56, 112, 288, 560),
        "The fleet\n\nEleven ships sailed for us. The oldest, Cormorant, was built in 1981 and carries 240 people and "
        "38 cars. She will be replaced in 2027 by a ship for 400 people, to be built at the yard in Ostermunde. "
        "Petrel and Dunlin were given batteries of 900 kilowatt hours each; they charge at night from the "
        "harbour's own wind turbine.\n\nPunctuality\n\nNinety-four of a hundred sailings left within five minutes of "
        "the timetable. Fog was the most frequent reason for delay, ahead of late lorries and seals on the slipway.",
        12,
    )
    sheet.block(
        (307, 112, 539, 560),
        "Crews\n\nWe employ 318 people, 41 of them only in summer. Nine apprentices began in September, four of them "
        "as ship's electricians. There were two accidents with lost days, both while mooring; since then every "
        "mooring line is checked weekly.\n\nEmissions\n\nOur ships emitted 9,700 tonnes of carbon dioxide, eleven "
        "per cent less than in 2024. Waste water is no longer pumped out in the sound but taken ashore at Marrowby. "
        "Together with the bird observatory we counted 214 porpoises from the bridge.",
        12,
    )
    sheet.bar((56, 590, 539, 720), FOAM)
    sheet.line(76, 622, "By 2030 every crossing shorter than forty minutes", 15, "hebo", SEA)
    sheet.line(76, 644, "will be sailed without burning fuel.", 15, "hebo", SEA)
    sheet.block((76, 660, 519, 715), "The resolution of the general meeting, carried on 14 June with 83 % of votes.")


def _five_years(sheet: Sheet) -> None:
    _head(sheet, "Five years at a glance", 6)
    sheet.table(
        56,
        116,
        (270, 92, 92, 92, 92, 92),
        [
            ("Thousands of crowns, unless said otherwise", "2021", "2022", "2023", "2024", "2025"),
            ("Revenue", "22,410", "25,730", "27,860", "28,995", "30,285"),
            ("Profit before tax", "-1,140", "410", "980", "1,320", "2,790"),
            ("Net debt", "14,900", "14,250", "13,100", "11,870", "9,640"),
            ("Passengers", "702,300", "851,900", "917,640", "938,100", "994,470"),
            ("Vehicles", "121,500", "138,200", "144,700", "146,900", "143,300"),
            ("Sailings cancelled", "311", "187", "164", "142", "219"),
            ("Employees at year end", "286", "295", "301", "309", "318"),
            ("Dividend per share, crowns", "0.00", "0.60", "0.00", "0.00", "1.40"),
        ],
    )
    sheet.block(
        (56, 350, 786, 420),
        "The loss of 2021 was due to the closure of Skerry Sound after the landslide. Sailings cancelled in 2025 "
        "include 96 in the January storms alone.",
    )


def winter_timetable() -> bytes:
    """Draw the timetable: one page that is nearly all table."""
    document = new_document()
    sheet = Sheet(document)
    sheet.bar((0, 0, 595, 96), SEA)
    sheet.line(40, 46, "Winter timetable", 26, "hebo", WHITE)
    sheet.line(40, 74, "Marrowby - Skerry Sound, 1 November to 28 March", 13, "helv", WHITE)
    end = sheet.table(
        40,
        120,
        (195, 80, 80, 80, 80),
        [
            ("Monday to Friday", "first", "morning", "midday", "last ferry"),
            ("Marrowby, old pier", "06:20", "08:45", "12:30", "19:10"),
            ("Gull Rock (on request)", "06:48", "09:13", "12:58", "19:38"),
            ("Skerry Sound", "07:15", "09:40", "13:25", "20:05"),
        ],
    )
    end = sheet.table(
        40,
        end + 28,
        (195, 80, 80, 80, 80),
        [
            ("Saturdays", "first", "morning", "midday", "last ferry"),
            ("Marrowby, old pier", "07:30", "09:30", "13:00", "21:30"),
            ("Skerry Sound", "08:25", "10:25", "13:55", "22:25"),
        ],
    )
    end = sheet.table(
        40,
        end + 28,
        (195, 80, 80, 80, 80),
        [
            ("Sundays and holidays", "first", "morning", "midday", "last ferry"),
            ("Marrowby, old pier", "09:00", "-", "13:30", "17:40"),
            ("Skerry Sound", "09:55", "-", "14:25", "18:35"),
        ],
    )
    sheet.block(
        (40, end + 30, 555, end + 230),
        "On Sundays the last ferry leaves Marrowby at 17:40. It waits up to ten minutes for the train from Ostermunde."
        "\n\nDogs travel free and stay on the open deck. Bicycles cost 2 crowns. Prams and wheelchairs board first; "
        "the crew is glad to help.\n\nWhen the wind is stronger than force 8, listen to the harbour radio or call "
        "0555 010 before you leave home. No sailings on 25 December and 1 January.",
        12,
    )
    return as_pdf(document, "Winter timetable Marrowby - Skerry Sound")
