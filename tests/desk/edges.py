"""Cases at the edges of definitions, which are in every made desk."""

from datetime import UTC, datetime, timedelta, timezone

from tests.desk.cases import blob_at
from tests.desk.values import RESOLUTION, Case, Link, World

PERSONAL = (
    '=HYPERLINK("http://example.com")\nCall +370 612 34567,\nor "jo.doe@customer.example.com", CS-000009; it\'s urgent'
)


def turn(world: World) -> datetime:
    """Return an instant at which a month begins in UTC: the middle of the year."""
    middle = world.since + (world.until - world.since) / 2
    return datetime(middle.year, middle.month, 1, tzinfo=UTC)


def edges(world: World) -> list[Case]:
    """Return cases on both sides of each edge.

    1 is closed at the very begin of a month in UTC; 2 half an hour after midnight in a zone two hours east, so an hour and a
    half before that; 3's customer is back after exactly seven days (4), 4's at the very instant it is closed (5), 5's a
    second after seven days (6); 7 is opened at the very instant the article of its link is first committed; 8 and 10 have
    the same words in another order, 9 what a spreadsheet would take for a formula, and personal data.
    """
    start, day, east = turn(world), timedelta(days=1), timezone(timedelta(hours=2))
    person = next(one for one in world.people if one.team.name == "baltics")
    article = max((one for one in world.articles if one.created_at < world.until - 9 * day), key=lambda one: one.created_at)
    born = article.created_at
    link = Link(born + day, person.address, article.id, RESOLUTION, blob=blob_at(article, born + day))

    def case(number: int, opened: datetime, closed: datetime, issue: str = "", customer: str = "") -> Case:
        text = issue or f"Edge {number} of the desk"
        return Case(
            f"CS-{number:06}", opened, closed, person.team.name, "accounts", "question", "en", "web", text, customer, 1, 5,
            1000, person.address,
        )  # fmt: skip

    second, week = start + 2 * day, timedelta(days=7)
    third = second + 2 * week
    return [
        case(1, start - day, start),
        case(2, (start - day).astimezone(east), datetime(start.year, start.month, start.day, 0, 30, tzinfo=east)),
        case(3, second - day, second, customer="cu-back"),
        case(4, second + week, third, customer="cu-back"),
        case(5, third, third + day, customer="cu-back"),
        case(6, third + day + week + timedelta(seconds=1), third + 9 * day, customer="cu-back"),
        case(7, born, born + day)._replace(links=(link,)),
        case(8, second, second + day, "The lamp on the shelf flickers"),
        case(9, second, second + day, PERSONAL),
        case(10, second + day, second + 2 * day, "FLICKERS: on the shelf, the lamp!"),
    ]
