"""Where a random person lived: reception and registrations around the first notice."""

from datetime import date

from .draw import PLACES, Draw, Row, parsed


def place_rows(draw: Draw, notices: list[Row]) -> dict[str, list[Row]]:
    """Reception and registrations around the first notice, and whom that notice informed."""
    dates = [day for row in notices if (day := parsed(row["notice_date"]))]
    day = min(dates, default=date(2022, 1, 10))
    reception: list[Row] = []
    registrations: list[Row] = []
    known = [draw.one(PLACES)]
    begin = draw.after(day, -200, -1)
    for _ in range(draw.among((5, 0), (3, 1), (2, 2))):
        end = draw.among((3, None), (3, draw.beside(day)), (2, draw.after(day, 2, 90)))
        location, linked = draw.one(PLACES), draw.one(("", *PLACES, *PLACES))
        known += [location, linked, linked]
        since = draw.among((4, draw.after(day, -60, -1)), (3, draw.beside(day)), (1, None))
        reception.append(
            {
                "location_municipality": draw.code(location),
                "location_kind": draw.code(draw.one(("azc", "logeerregeling", "other"))),
                "linked_municipality": linked,
                "linked_on": draw.end(since) if linked else "",
                "from_date": draw.text(begin),
                "to_date": draw.end(end),
            }
        )
        begin = draw.after(begin, 1, 100)
    begin = draw.among((3, draw.after(day, -300, -1)), (2, draw.beside(day)))
    for _ in range(draw.among((2, 0), (5, 1), (2, 2))):
        place = draw.one(PLACES)
        known += [place]
        end = draw.among((4, None), (2, draw.beside(day)))
        registrations.append(
            {
                "municipality": draw.code(place),
                "valid_from": draw.text(begin),
                "valid_to": draw.end(end),
            }
        )
        begin = draw.after(begin, 1, 60)
    for row in notices:
        row["municipality_informed"] = "" if draw.chance(0.25) else draw.one(known)
    return {"reception": reception, "registrations": registrations}
