"""Whoever sends a file may keep it for the partnership, but not a publication."""

from dashboard.store import figures as figures_store
from tests.conftest import ROOT
from tests.figures import template

ONE = template([{"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24", "count": "100"}])
CONSEQUENCE = (
    "Nobody else then reads these figures, nor those they replace, nor a total or a share that would tell of them. "
    "Without it, each measure decides who reads it."
)
PUBLICATION = "This is a publication: everybody can read its figures where it was published, and so they can here."


def _stored(database, revision: int) -> set[str]:
    with database.reading() as session:
        return set(figures_store.of_revision(session, revision)["audience"])


def _publish(page):
    page.text_input(key="reason").set_value("Quarter 1").run()
    page.button(key="publish").click().run()
    assert "Published as revision" in page.success[0].value
    return page


def test_a_file_is_kept_for_the_partnership_and_the_next_is_asked_anew(app, sqlite_database):
    page = app("upload")
    page.file_uploader[0].upload("council.csv", ONE).run()
    (box,) = page.checkbox
    assert (box.label, box.value) == ("Only for members of the partnership", False)
    assert CONSEQUENCE in [one.value for one in page.caption]

    box.check().run()
    page = _publish(page)
    page.file_uploader[0].upload("council.csv", ONE).run()
    assert not page.checkbox[0].value
    _publish(page)

    assert (_stored(sqlite_database, 1), _stored(sqlite_database, 2)) == ({"partnership"}, {"measure"})


def test_a_publication_is_not_asked(app, sqlite_database):
    sample = ROOT / "tests" / "samples" / "layouts" / "good" / "police-uk-street.csv"
    page = app("upload")
    page.file_uploader[0].upload("2025-01-kent-street.csv", sample.read_bytes()).run()

    assert "Only for members of the partnership" not in [one.label for one in page.checkbox]
    assert PUBLICATION in [one.value for one in page.caption]
    for box in page.checkbox:
        box.check()
    _publish(page.run())
    assert _stored(sqlite_database, 1) == {"published"}
