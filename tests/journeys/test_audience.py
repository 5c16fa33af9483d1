"""Who may read each figure: as its sender, its publisher and its measure have it, then and today, on both databases."""

from pathlib import Path

import pytest

from dashboard.assembly.audiences import stricter_since
from dashboard.assembly.editions import figures_of, standing_edition
from dashboard.domain.access import LOCAL_USER, Reach, Role, User
from dashboard.domain.definitions import datasets
from dashboard.domain.errors import Refusal
from dashboard.domain.mappings import NOTHING_SAID, Said
from dashboard.domain.pieces import Piece
from dashboard.journeys import administer, second_person, submit
from dashboard.store import figures as figures_store
from tests.conftest import TODAY
from tests.figures import template

SAMPLES = Path(__file__).parents[1] / "samples"
KEPT = Said(for_partnership=True)
BARNET, CUMBERLAND, WESTMORLAND, CUMBRIA = "E09000003", "E06000063", "E06000064", "cdp-cumbria"
YEAR = {"area": BARNET, "period": "2023/24"}
ADULTS, OPIATE, RESIDENTIAL = "adults-in-treatment", "adults-in-treatment-opiate", "residential-access"
RELEASES = "coc-eligible-releases"


def row(indicator: str, count: int = 100, **columns: object) -> dict[str, object]:
    return YEAR | {"indicator": indicator, "count": count} | columns


def share(indicator: str, count: int = 10, **columns: object) -> dict[str, object]:
    return row(indicator, count, denominator=100, **columns)


@pytest.fixture
def publish(desk):
    """Publish rows of our template, or a file, as one revision, and return its number."""

    def published(
        *rows: dict[str, object], said: Said = NOTHING_SAID, content: bytes = b"", name: str = "q1.csv"
    ) -> int:
        shown = desk.preview(content or template(rows), name, said)
        return submit.publish(desk.database, desk.user, shown, "a reason", shown.screening.warnings).revision

    return published


@pytest.fixture
def audiences(desk):
    """Return who may read the figures as at a revision: by measure and area, or by measure where all are of Barnet."""

    def read(as_at: int | None = None, by: tuple[str, ...] = ("indicator",)) -> dict[object, str]:
        with desk.reading(as_at) as session:
            at = standing_edition(session, as_at)
            frame = figures_of(session, at, Reach(everywhere=True), at.definitions.catalogue, None, Piece.HISTORY)
        keys = frame[by[0]] if len(by) == 1 else zip(*(frame[name] for name in by), strict=True)
        return dict(zip(keys, frame["audience"], strict=True))

    return read


@pytest.fixture
def stored(desk):
    """Return what is stored of who may read the figures that a revision added."""

    def of(revision: int) -> set[str]:
        with desk.database.reading() as session:
            return set(figures_store.of_revision(session, revision)["audience"])

    return of


@pytest.fixture
def stricter(desk):
    def since(revision: int) -> tuple[str, ...]:
        with desk.database.reading() as session:
            return stricter_since(session, revision)

    return since


def restrict(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / "indicators" / f"{name}.toml"
        text = file.read_text("utf-8")
        assert 'audience = "public"' in text
        file.write_text(text.replace('audience = "public"', 'audience = "partnership"'), "utf-8")


# Whose audience a figure has


def test_a_figure_has_the_audience_of_its_measure(publish, audiences, stored):
    revision = publish(row(ADULTS), row(RELEASES))

    assert stored(revision) == {"measure"}
    assert audiences() == {ADULTS: "public", RELEASES: "partnership"}


def test_what_its_publisher_has_published_is_for_everybody(desk, publish, audiences, stored, own_definitions):
    restrict(own_definitions, "street-drug-crimes")
    sample = SAMPLES / "layouts" / "good" / "police-uk-street.csv"
    revision = publish(content=sample.read_bytes(), name="2025-01-kent-street.csv")

    assert stored(revision) == {"published"}
    assert audiences() == {"street-drug-crimes": "public"}


def test_so_are_the_national_figures_that_come_with_the_dashboard(desk, stored):
    administer.begin(desk.database, LOCAL_USER, TODAY)

    assert stored(1) == {"published"}


def test_national_figures_that_somebody_changed_are_not(desk, publish, stored):
    content = (datasets() / "published" / "national_figures.csv").read_bytes()
    changed = content.replace(b"268390,,268390", b"268391,,268391")
    assert changed != content

    assert stored(publish(content=changed, name="national_figures.csv")) == {"measure"}


def test_its_sender_keeps_a_file_for_the_partnership(publish, audiences, stored):
    revision = publish(row(ADULTS), said=KEPT)

    assert stored(revision) == {"partnership"}
    assert audiences() == {ADULTS: "partnership"}


def test_a_publication_cannot_be_kept_for_the_partnership(desk):
    sample = SAMPLES / "layouts" / "good" / "police-uk-street.csv"
    shown = desk.preview(sample.read_bytes(), "2025-01-kent-street.csv", KEPT)

    says = (
        "This file is a publication, which everybody can read where it was published: it cannot be kept for the "
        "partnership. Nothing was published. Send it without that choice."
    )
    with pytest.raises(Refusal, match=says):
        submit.publish(desk.database, desk.user, shown, "a reason", shown.screening.warnings)
    assert desk.history().revisions == []


def test_what_waits_for_a_second_person_is_kept_for_whom_its_sender_said(desk, stored):
    ada, ben = (User(name, Role.ANALYST) for name in ("Ada", "Ben"))
    files = [
        second_person.send(desk.database, ada, desk.preview(template([row(name)]), said=said), "Q1", [])
        for name, said in ((ADULTS, KEPT), (OPIATE, Said()))
    ]
    assert [file.for_partnership for file in files] == [True, False]

    for file, audience in zip(files, ("partnership", "measure"), strict=True):
        shown = second_person.review(desk.database, ben, file.number, TODAY)
        receipt = second_person.publish(desk.database, ben, file.number, shown, "looked at", [])
        assert stored(receipt.revision) == {audience}


# What tells of it


def test_a_share_of_what_is_kept_and_a_sum_with_it_are_kept_too(publish, audiences):
    publish(row(ADULTS), row(RESIDENTIAL, 10, denominator=100), row("adults-in-treatment-alcohol", 40))
    publish(row(OPIATE, 60), said=KEPT)

    assert audiences() == {
        OPIATE: "partnership",
        ADULTS: "partnership",  # opiates among them
        RESIDENTIAL: "partnership",  # out of all adults in treatment
        "adults-in-treatment-alcohol": "public",
    }


def test_another_area_period_or_group_tells_nothing(publish, audiences):
    by = ("indicator", "area", "period_start", "sex")
    publish(
        row(RESIDENTIAL, 10, denominator=100, area="Enfield"),
        row(RESIDENTIAL, 10, denominator=100, period="2022/23"),
        row(RESIDENTIAL, 10, denominator=100, sex="female"),
    )
    publish(row(ADULTS), said=KEPT)

    kept = {key for key, audience in audiences(by=by).items() if audience == "partnership"}
    assert kept == {(ADULTS, BARNET, "2023-04-01", "persons")}


def test_what_is_published_is_for_everybody_even_where_it_tells_of_what_is_kept(desk, publish, audiences):
    administer.begin(desk.database, LOCAL_USER, TODAY)
    with desk.database.reading() as session:
        national = figures_store.of_revision(session, 1)
    known = national[(national["indicator"] == ADULTS) & (national["period_start"] == "2021-04-01")]
    assert len(known) == 1

    publish(row(OPIATE, 140_863, area="England", period="2021/22"), said=KEPT)

    assert audiences(by=("indicator", "period_start"))[ADULTS, "2021-04-01"] == "public"


def test_a_total_is_for_those_who_may_read_all_its_parts(publish, audiences):
    months = ("Apr to Jun 2024", "Jul to Sep 2024", "Oct to Dec 2024", "Jan to Mar 2025")
    new = [row("new-presentations", 50, area=CUMBERLAND, period=period) for period in months]
    publish(*new, *(one | {"area": WESTMORLAND} for one in new[:3]))
    publish(new[3] | {"area": WESTMORLAND}, said=KEPT)
    found = audiences(by=("area", "period_start", "period_months"))

    assert found[CUMBRIA, "2024-07-01", 3] == "public"
    assert found[CUMBRIA, "2025-01-01", 3] == "partnership"
    assert found[CUMBERLAND, "2024-04-01", 12] == "public"
    assert found[WESTMORLAND, "2024-04-01", 12] == found[CUMBRIA, "2024-04-01", 12] == "partnership"


# Then and today


def test_what_is_kept_today_was_kept_always_until_that_is_undone(desk, publish, audiences):
    publish(row(ADULTS))
    publish(row(ADULTS), said=KEPT)
    assert audiences(1) == audiences(2) == {ADULTS: "partnership"}

    desk.undo(2)

    assert audiences(1) == audiences(3) == {ADULTS: "public"}
    assert audiences(2) == {ADULTS: "partnership"}  # as its sender meant it then


def test_an_undo_puts_back_who_might_read_it(desk, publish, audiences, stored):
    publish(row(ADULTS), said=KEPT)
    publish(row(ADULTS, 101))
    assert audiences() == {ADULTS: "public"}

    desk.undo(2)

    assert stored(3) == {"partnership"}
    assert audiences() == {ADULTS: "partnership"}


def test_a_measure_that_is_for_the_partnership_today_was_so_always(desk, publish, audiences, own_definitions):
    publish(row(ADULTS), share(RESIDENTIAL))
    restrict(own_definitions, RESIDENTIAL)
    administer.bring_up_to_date(desk.database, LOCAL_USER)

    assert audiences(1) == audiences() == {ADULTS: "public", RESIDENTIAL: "partnership"}


def test_a_measure_that_is_for_everybody_today_is_so_from_today_on(desk, publish, audiences, own_definitions):
    restrict(own_definitions, RESIDENTIAL)
    publish(share(RESIDENTIAL))
    file = own_definitions / "indicators" / f"{RESIDENTIAL}.toml"
    file.write_text(file.read_text("utf-8").replace('"partnership"', '"public"'), "utf-8")
    administer.bring_up_to_date(desk.database, LOCAL_USER)

    assert audiences(1) == {RESIDENTIAL: "partnership"}
    assert audiences(2) == {RESIDENTIAL: "public"}


# What a revision made stricter


def test_a_revision_makes_stricter_what_it_keeps_and_what_tells_of_it(publish, stricter):
    publish(row(ADULTS), share(RESIDENTIAL), row(OPIATE, 60), row(RELEASES))
    publish(row(ADULTS), row(RELEASES), said=KEPT)
    publish(row(ADULTS, 101), said=KEPT)

    assert stricter(1) == ()
    assert stricter(2) == (ADULTS, RESIDENTIAL)  # eligible releases were for the partnership before
    assert stricter(3) == ()


def test_a_new_figure_makes_nothing_stricter_but_what_told_of_it(publish, stricter):
    publish(row(ADULTS))
    publish(row(OPIATE, 60), said=KEPT)

    assert stricter(2) == (ADULTS,)


def test_what_was_published_is_not_made_stricter(desk, publish, stricter):
    administer.begin(desk.database, LOCAL_USER, TODAY)
    publish(row(ADULTS, 268_390, area="England", period="2017/18"), said=KEPT)

    assert stricter(2) == ()


def test_an_undo_makes_stricter_what_was_kept_before(desk, publish, stricter):
    publish(row(ADULTS), said=KEPT)
    publish(row(ADULTS))
    desk.undo(2)

    assert stricter(2) == ()
    assert stricter(3) == (ADULTS,)


def test_changed_definitions_make_their_measures_stricter(desk, publish, stricter, own_definitions):
    publish(row(ADULTS), share(RESIDENTIAL))
    publish(row(ADULTS, 101))
    restrict(own_definitions, RESIDENTIAL)
    administer.bring_up_to_date(desk.database, LOCAL_USER)

    assert stricter(2) == ()
    assert stricter(3) == (RESIDENTIAL,)


def test_a_figure_of_which_only_an_earlier_revision_tells_is_made_stricter_too(desk, publish, stricter):
    publish(row(ADULTS))
    desk.undo(1)
    publish(row(ADULTS), said=KEPT)

    assert stricter(3) == (ADULTS,)
