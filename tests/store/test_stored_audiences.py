"""Who may read a figure is stored with it, and given to those that were stored before."""

import pytest
from sqlalchemy import create_engine, make_url, text

from dashboard.domain.figures import KEY
from dashboard.store import figures as store
from dashboard.store import revisions
from dashboard.store.database import Database
from tests import first_version
from tests.figures import BARNET, ENFIELD, figure, figures


@pytest.fixture
def publish(database, definitions):
    """Publish figures for an audience as a revision, and return its number."""

    def add(audience, *rows):
        with database.writing() as session:
            store.stage(session, figures(*rows).assign(audience=audience))
            revision = revisions.make(session, revisions.Draft("publish", "somebody", "a reason", definitions))
            store.add_staged(session, revision)
        return revision

    return add


def test_who_may_read_a_figure_is_read_wherever_figures_are(publish, database):
    publish("published", figure())
    publish("partnership", figure(area=ENFIELD))

    with database.reading() as session:
        found = store.read(session, 2)
        assert found.set_index("area")["audience"].to_dict() == {BARNET: "published", ENFIELD: "partnership"}
        assert store.of_revision(session, 2)["audience"].tolist() == ["partnership"]
        assert store.versions(session, ["adults-in-treatment"], found)["audience"].tolist() == [
            *("published", "partnership"),
        ]
        assert store.earlier_than(session, 2, ["adults-in-treatment"])["audience"].tolist() == ["published"]


def test_what_stood_before_comes_with_who_might_read_it(publish, database):
    publish("partnership", figure())
    publish("measure", figure(), figure(area=ENFIELD))

    with database.reading() as session:
        before = store.before(session, 2).set_index("area")

    assert before["audience"].to_dict() == {BARNET: "partnership", ENFIELD: "measure"}


def test_only_the_newest_of_a_key_is_kept_for_the_partnership(publish, database):
    publish("partnership", figure(), figure(area=ENFIELD))
    publish("measure", figure())

    with database.reading() as session:
        kept = [store.kept_for_partnership(session, number) for number in (0, 1, 2)]

    assert [frame["area"].tolist() for frame in kept] == [[], [BARNET, ENFIELD], [ENFIELD]]
    assert all(list(frame) == KEY for frame in kept)


def test_the_database_refuses_an_audience_that_nobody_knows(publish):
    with pytest.raises(Exception, match="a_known_audience"):
        publish("everybody", figure())


@pytest.mark.parametrize(
    ("layout", "audience"),
    [
        ("Our template", "measure"),
        ("mapping “Fingertips export”", "measure"),
        ("Fingertips next-generation upload", "measure"),  # what is sent to be published
        ("Fingertips export", "published"),
        ("NDTMS ViewIt export, local", "published"),
        ("NDTMS ViewIt export, local, Fingertips export", "published"),
        ("Our template, Fingertips export", "measure"),
    ],
)
def test_a_file_of_before_is_published_if_its_layouts_are_publications(address, layout, audience):
    first_version.load(address)
    _run(address, "UPDATE submission SET layout = :layout WHERE file_name = 'council.csv'", layout=layout)

    Database(address).close()

    assert _audiences(address, "council.csv") == {audience}


def test_so_are_the_national_figures_of_before_and_no_other_file_of_our_template(address):
    first_version.load(address)

    Database(address).close()

    assert _audiences(address, "national_figures.csv") == {"published"}
    assert _audiences(address, "prison.csv") == _audiences(address, "council_again.csv") == {"measure"}


def test_a_file_of_their_name_that_was_sent_later_is_not(address):
    first_version.load(address)
    _run(address, "UPDATE submission SET file_name = 'national_figures.csv' WHERE file_name = 'prison.csv'")
    _run(address, "UPDATE revision SET reason = 'Mine' WHERE number = 1")

    Database(address).close()

    assert _audiences(address, "national_figures.csv") == {"measure"}


def _audiences(address: str, file_name: str) -> set[str]:
    query = (
        "SELECT DISTINCT figure.audience FROM figure JOIN submission ON submission.id = figure.submission "
        "WHERE submission.file_name = :file_name"
    )
    return {audience for (audience,) in _run(address, query, file_name=file_name)}


def _run(address: str, query: str, **values: str) -> list[tuple[str, ...]]:
    """Run a query as nobody's dashboard does: the tables stay as they are."""
    url = make_url(address)
    engine = create_engine(url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url)
    with engine.begin() as connection:
        done = connection.execute(text(query), values)
        rows = [tuple(row) for row in done] if done.returns_rows else []
    engine.dispose()
    return rows
