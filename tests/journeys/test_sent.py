"""Who has sent, what became of a file, and who may have it back, on both databases."""

import pytest

from dashboard.domain.access import Role, User
from dashboard.domain.agencies import Agency
from dashboard.domain.errors import NotAllowed, NotFound
from dashboard.domain.periods import quarter
from dashboard.journeys import sent, submit
from tests.conftest import TODAY
from tests.figures import template

POSSESSION = {"indicator": "possession-outcomes", "area": "E23000010", "period": "Apr to Jun 2026"}
ADULTS = {"indicator": "adults-in-treatment", "area": "Leeds", "period": "12 months to Jun 2026"}
CARE = {"indicator": "coc-eligible-releases", "area": "Leeds", "period": "Apr to Jun 2026"}
MIXED = template([ADULTS | {"count": "2040"}, CARE | {"count": "lots"}, ADULTS | {"period": "Apr 2026", "count": "9"}])


@pytest.fixture
def ask(desk):
    """Ask one of the journeys as whoever is at the desk."""

    def of(journey, *about):
        with desk.reading() as session:
            return journey(session, desk.user, *about)

    return of


@pytest.fixture
def police(ask):
    """Return how the police stand."""
    return lambda: ask(sent.open_coverage, TODAY).lines[0]


def test_a_file_that_was_published_is_in_until_it_is_taken_back_and_again_after(desk, police):
    desk.publish(template([POSSESSION | {"count": "400"}]))
    newest = {one.quarter: one.said for one in police().returns}
    assert newest[quarter(2026, 4)] == "In: 1 of 1 measure"
    assert police().last.by == "local user"

    desk.undo(1)
    assert police().returns == ()
    assert police().last is None

    desk.undo(2)
    assert {one.quarter: one.said for one in police().returns} == newest


def test_a_quarter_is_in_part_until_it_came_for_every_place_of_the_year_before(desk, police):
    forces = ("E23000010", "E23000013", "E23000022")
    desk.publish(
        template([POSSESSION | {"count": "400", "area": area, "period": "Apr to Jun 2025"} for area in forces])
    )
    desk.publish(
        template([POSSESSION | {"count": "400", "area": area, "period": "Jan to Mar 2026"} for area in forces[:2]])
    )
    desk.publish(template([POSSESSION | {"count": "400"}]))
    began, later, newest = (
        next(one for one in police().returns if one.quarter == when)
        for when in (quarter(2025, 4), quarter(2026, 1), quarter(2026, 4))
    )

    assert began.said == "In: 1 of 1 measure"
    assert later.said == "In part: 1 of 1 measure, for 2 of 3 places"
    # The force that last came five quarters ago would be awaited no more; this one came four quarters ago.
    assert newest.said == "In part: 1 of 1 measure, for 1 of 3 places"
    desk.publish(template([POSSESSION | {"count": "400", "area": area} for area in forces[1:]]))
    assert {one.quarter: one.said for one in police().returns}[quarter(2026, 4)] == "In: 1 of 1 measure"


def test_figures_of_the_whole_country_are_nobodys_return(desk, police):
    desk.publish(template([POSSESSION | {"count": "4000", "area": "E92000001"}]))

    assert police().returns == ()


def test_a_viewer_sees_who_is_late_and_no_name(desk, ask, police):
    desk.publish(template([POSSESSION | {"count": "400"}]), "police q1.csv")
    desk.user = User("a chair", Role.VIEWER)

    assert police().last.by == ""
    last = ask(sent.open_supplier, Agency.POLICE, TODAY).last
    assert (last.number, last.file_name, last.by, last.verdict) == (None, "", "", "published")
    with pytest.raises(NotAllowed):
        ask(sent.open_outcome, 1)


def test_the_last_file_of_an_agency_may_be_one_that_was_refused(desk, ask):
    desk.publish(template([POSSESSION | {"count": "400"}]))
    refused = desk.preview(template([POSSESSION | {"count": "lots"}]), "police again.csv")
    sent_before = ask(sent.open_supplier, Agency.POLICE, TODAY).last
    submit.write_down_refusal(desk.database, desk.user, refused.screening)

    last = ask(sent.open_supplier, Agency.POLICE, TODAY).last
    assert (sent_before.number, sent_before.verdict) == (1, "accepted")
    assert (last.number, last.file_name, last.verdict) == (2, "police again.csv", "refused")
    assert ask(sent.open_supplier, Agency.NHS, TODAY).last is None


def test_what_became_of_every_measure_is_told(desk, ask):
    desk.publish(MIXED)

    fates = [(one.measure, one.became, one.figures, one.why) for one in ask(sent.open_outcome, 1).fates]
    assert fates == [
        ("Adults in treatment", "Published", 2, "Ticked: Period kind is usual"),
        ("Eligible releases", "Stopped", 0, "By the check: Numbers are numbers"),
    ]


def test_a_measure_that_was_taken_back_says_by_which_revision(desk, ask):
    desk.publish(template([ADULTS | {"count": "2040"}]))
    desk.undo(1)

    (fate,) = ask(sent.open_outcome, 1).fates
    assert (fate.became, fate.figures) == ("Published, and taken back by revision 2", 1)


@pytest.mark.real_files
def test_what_was_left_out_of_a_publishers_file_is_told_with_its_reason(desk, ask, real_file):
    path = real_file("ndtms-viewit/viewit_local_barnet.csv")
    desk.publish(path.read_bytes(), path.name)

    left_out = [one for one in ask(sent.open_outcome, 1).fates if one.became == "Left out"]
    assert len(left_out) == 232  # as the preview says
    assert all(one.why for one in left_out)


def test_of_a_refused_file_nothing_is_told_in_its_own_words(desk, ask):
    refused = desk.preview(b"colour,taste,smell\nred,Atlantis,sweet\nblue,sweet,red\n", "odd.csv")
    submit.write_down_refusal(desk.database, desk.user, refused.screening)

    outcome = ask(sent.open_outcome, 1)
    assert [(one.measure, one.became, one.why) for one in outcome.fates] == [
        ("The whole file", "Stopped", "By the check: Layout is recognised")
    ]
    assert not outcome.may_fetch


def test_a_file_that_is_not_there_is_said_so(ask):
    with pytest.raises(NotFound, match=r"There is no submission 7\."):
        ask(sent.open_outcome, 7)


@pytest.mark.parametrize(
    ("user", "may"),
    [
        (User("Ada", Role.ANALYST, Agency.NHS), True),  # she sent it
        (User("Ben", Role.ANALYST, Agency.COUNCIL), True),
        (User("Ben", Role.ANALYST, Agency.POLICE), False),
        (User("Ben", Role.ANALYST), False),
        (User("Eve", Role.ADMINISTRATOR), False),
        (User("Ada", Role.VIEWER, Agency.COUNCIL), False),
    ],
)
def test_a_file_goes_back_to_its_sender_and_to_analysts_of_its_agency_only(desk, ask, user, may):
    desk.user = User("Ada", Role.ANALYST, Agency.NHS)
    content = template([ADULTS | {"count": "2040"}])
    desk.publish(content)
    desk.user = user

    if may:
        assert ask(sent.take_original, 1) == content
        assert ask(sent.open_outcome, 1).may_fetch
    else:
        with pytest.raises(NotAllowed):
            ask(sent.take_original, 1)


def test_who_may_fetch_a_file_is_said(desk, ask):
    desk.publish(template([ADULTS | {"count": "2040"}]))
    desk.user = User("Ben", Role.ANALYST)

    said = "The file as it was sent can be fetched by local user and analysts of Council only."
    assert ask(sent.open_outcome, 1).who_may == said
    with pytest.raises(NotAllowed, match=said):
        ask(sent.take_original, 1)


def test_on_an_empty_database_every_agency_has_its_page(ask):
    for agency in Agency:
        page = ask(sent.open_supplier, agency, TODAY)
        assert (page.supplier.sent, page.supplier.partnerships, page.last) == ((), (), None)
        assert page.supplier.never_sent


def test_the_page_of_an_agency_names_the_partnerships_that_its_figures_are_for_until_they_are_taken_back(desk, ask):
    def of_police():
        return ask(sent.open_supplier, Agency.POLICE, TODAY).supplier.partnerships

    assert of_police() == ()
    desk.publish(template([POSSESSION | {"count": "400"}]))
    # The police of West Yorkshire serve its five districts.
    assert of_police() == ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield")
    assert ask(sent.open_supplier, Agency.NHS, TODAY).supplier.partnerships == ()

    desk.undo(1)
    assert of_police() == ()
