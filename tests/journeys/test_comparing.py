"""Comparing with others than England: the same on pages, in files and as at an earlier revision."""

import csv
import io
from pathlib import Path

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import NotFound
from dashboard.domain.requests import Request
from dashboard.journeys import administer, export, view
from tests.conftest import TODAY
from tests.figures import template

CARE = "coc-engaged-21-days"
BARNET, ENFIELD, LEEDS = "E09000003", "E09000010", "E08000035"


def sent(**counts: tuple[int, int]) -> bytes:
    rows = [
        {"indicator": CARE, "area": area, "period": "2023/24", "count": str(count), "denominator": str(total)}
        for area, (count, total) in counts.items()
    ]
    return template(rows)


FIGURES = sent(**{BARNET: (212, 520), ENFIELD: (50, 100), LEEDS: (60, 120), "E12000007": (470, 1000)})


@pytest.fixture
def read(sqlite_desk):
    """Read with one desk, compared with whom it is asked."""

    def of(compare: str, as_at: int | None = None, area: str | None = "Barnet") -> list[dict[str, str]]:
        choice = export.Choice(area=area, indicator=CARE, compare=compare)
        with sqlite_desk.reading(as_at) as session:
            taken = export.take_figures(session, LOCAL_USER, choice, as_at).decode()
        return list(csv.DictReader(io.StringIO(taken)))

    return of


def neighbours(folder: Path, *pairs: tuple[str, str]) -> None:
    """Write an invented list, for this test only."""
    rows = [f"{area},{other},{rank},Invented,1" for rank, (area, other) in enumerate(pairs, 1)]
    (folder / "reference" / "neighbours.csv").write_text("\n".join(["area,neighbour,rank,source,edition", *rows]))


@pytest.mark.parametrize(
    ("compare", "comparator", "value", "gap"),
    [
        # 47% of 520 are 244.4 people; half of them 260.
        ("region", "the London region", "47", "33"),
        ("Enfield; Leeds", "Enfield and Leeds together", "50", "48"),
        ("Barnet; Enfield; Leeds", "Enfield and Leeds together", "50", "48"),
        ("England", "England", "", ""),
    ],
)
def test_a_file_follows_the_comparator(sqlite_desk, read, compare, comparator, value, gap):
    sqlite_desk.publish(FIGURES)
    (line,) = read(compare)

    assert (line["comparator"], line["comparator_value"], line["people_gap"]) == (comparator, value, gap)


def test_in_a_file_of_all_areas_each_has_its_own_comparator(sqlite_desk, read):
    sqlite_desk.publish(FIGURES)
    lines = {line["area"]: line["comparator"] for line in read("region", area=None)}

    assert lines[BARNET] == lines[ENFIELD] == "the London region"
    assert lines[LEEDS] == "the Yorkshire and The Humber region"
    assert lines["E12000007"] == ""


def test_pages_and_files_agree(sqlite_desk, read):
    sqlite_desk.publish(FIGURES)
    compare = "Enfield;Leeds"
    with sqlite_desk.reading() as session:
        scope = view.open_scope(session, LOCAL_USER, Request("Barnet", compare=compare), TODAY)
        area = view.open_continuity_of_care(session, LOCAL_USER, scope)
        indicator = view.open_indicator(session, LOCAL_USER, scope, CARE)

    measure = area.parts[0].newest
    assert measure.verdict == indicator.latest.verdict == "Much worse than Enfield and Leeds together"
    assert area.notes[-1] == "Figures are compared with Enfield and Leeds together."
    assert indicator.about_comparison[1] == ("Enfield and Leeds together: 110 of 220, likely between 43% and 57%.")
    assert read(compare)[0]["comparison"] == "much worse"


def test_a_page_says_why_a_figure_is_not_compared(sqlite_desk):
    sqlite_desk.publish(sent(**{BARNET: (212, 520)}))
    with sqlite_desk.reading() as session:
        scope = view.open_scope(session, LOCAL_USER, Request("Barnet", compare="region"), TODAY)
        report = view.open_continuity_of_care(session, LOCAL_USER, scope)
        indicator = view.open_indicator(session, LOCAL_USER, scope, CARE)

    why = (
        "Not compared with the London region: its figure for this period is not available: a part is missing: "
        "City of London, Barking and Dagenham, Bexley and 29 others not supplied."
    )
    assert report.parts[0].newest.not_compared == why
    assert indicator.about_comparison[0] == why


def test_neighbours_are_those_of_the_list_of_the_day(sqlite_desk, read, own_definitions):
    neighbours(own_definitions, (BARNET, ENFIELD))
    sqlite_desk.publish(FIGURES)
    neighbours(own_definitions, (BARNET, ENFIELD), (BARNET, LEEDS))
    assert administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER) == 2

    assert read("neighbours")[0]["comparator"] == "its 2 statistical neighbours"
    assert read("neighbours", as_at=1)[0]["comparator"] == "its statistical neighbour"


def test_a_revision_from_before_there_was_a_list_compares_with_none(sqlite_desk, read, own_definitions):
    (own_definitions / "reference" / "neighbours.csv").unlink()
    sqlite_desk.publish(FIGURES)
    neighbours(own_definitions, (BARNET, ENFIELD))
    administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER)

    assert read("neighbours")[0]["comparator"] == "its statistical neighbour"
    with pytest.raises(NotFound, match="There is no list of statistical neighbours yet"):
        read("neighbours", as_at=1)


def test_an_unknown_comparator_is_refused(sqlite_desk, read):
    sqlite_desk.publish(FIGURES)
    with pytest.raises(NotFound, match="“Atlantis” is not an area we know"):
        read("Atlantis")


def test_a_sum_is_made_of_what_is_shown(sqlite_desk, read):
    sqlite_desk.publish(FIGURES)
    sqlite_desk.publish(
        template([{"indicator": CARE, "area": LEEDS, "period": "2023/24", "count": "[c]", "denominator": "[c]"}])
    )
    (line,) = read("Enfield; Leeds")

    assert (line["comparison"], line["comparator_value"], line["people_gap"]) == ("not compared", "", "")


def test_a_count_that_is_hidden_here_stays_out_of_every_sum(sqlite_desk, read):
    # 3 of 100 in Leeds is a small count, which is hidden here; 50 and 212 are not.
    sqlite_desk.publish(sent(**{BARNET: (212, 520), ENFIELD: (50, 100), LEEDS: (3, 100)}))
    (line,) = read("Enfield; Leeds")

    assert (line["comparison"], line["comparator_value"], line["people_gap"]) == ("not compared", "", "")
    with sqlite_desk.reading() as session:
        scope = view.open_scope(session, LOCAL_USER, Request("Barnet", compare="Enfield; Leeds"), TODAY)
        report = view.open_indicator(session, LOCAL_USER, scope, CARE)
    assert "Leeds (hidden" in report.about_comparison[0]
