"""Preview, publish, undo: what an analyst does, on both databases."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import event

from dashboard.domain.access import Role, User
from dashboard.domain.errors import NotAllowed, NotFound, NothingToPublish, Outdated, Refusal
from dashboard.journeys import sent, submit
from tests.figures import template

SAMPLES = Path(__file__).parents[1] / "samples"
ADULTS = {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24"}
PRESENTATIONS = {"indicator": "new-presentations", "area": "Barnet", "period": "2023/24"}

CUMBRIA = [PRESENTATIONS | {"area": code, "count": count} for code, count in (("E06000063", "30"), ("E06000064", "15"))]


def test_a_preview_keeps_nothing(desk):
    desk.preview(template([ADULTS | {"count": "100"}]))

    assert desk.taken().count("\n") == 1
    assert desk.history().submissions == []


def test_what_stands_is_read_once_for_all_that_is_asked_of_it(desk):
    desk.publish(template([ADULTS | {"count": "1235"}, PRESENTATIONS | {"count": "65"}]))
    asked = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    desk.preview(template([ADULTS | {"count": "1240"}, PRESENTATIONS | {"count": "70"}]))

    assert len([query for query in asked if "figure.numerator" in query]) == 1


def test_what_is_published_is_seen_and_the_receipt_says_so(desk):
    receipt = desk.publish(template([ADULTS | {"count": "1235"}]))

    assert (receipt.revision, receipt.figures, receipt.measures) == (1, 1, 1)
    assert "adults-in-treatment,E09000003,Barnet,2023/24,2023-04-01,2024-03-31,persons,,,1235,,1235," in desk.taken()


def test_a_refused_file_changes_nothing_and_keeps_no_cell(desk):
    shown = desk.preview(template([ADULTS | {"count": "lots", "area": "Atlantis"}]))

    with pytest.raises(NothingToPublish, match="This file was refused"):
        submit.publish(desk.database, desk.user, shown, "a reason", shown.screening.warnings)
    submit.write_down_refusal(desk.database, desk.user, shown.screening)

    kept = desk.history().submissions[0]
    assert (kept.verdict, kept.figures, kept.revision) == ("refused", 0, None)
    assert not any("Atlantis" in str(finding) or "lots" in str(finding) for finding in kept.findings)
    assert desk.taken().count("\n") == 1


def test_an_error_stops_its_measure_and_not_its_neighbour(desk):
    desk.publish(template([ADULTS | {"count": "lots"}, PRESENTATIONS | {"count": "65"}]))

    taken = desk.taken()
    assert "new-presentations,E09000003" in taken
    assert "adults-in-treatment," not in taken


def test_a_warning_that_is_not_ticked_stops_publishing(desk):
    row = ADULTS | {"period": "Apr 2023", "count": "100"}
    shown = desk.preview(template([row]))

    with pytest.raises(Refusal, match="A warning is not ticked"):
        submit.publish(desk.database, desk.user, shown, "a reason", [])

    assert desk.taken().count("\n") == 1


def test_a_reason_is_asked_for(desk):
    shown = desk.preview(template([ADULTS | {"count": "100"}]))

    with pytest.raises(Refusal, match="A reason is missing"):
        submit.publish(desk.database, desk.user, shown, "  ", [])


def test_the_preview_shows_old_beside_new(desk):
    desk.publish(template([ADULTS | {"count": "100"}, PRESENTATIONS | {"count": "65"}]))

    shown = desk.preview(
        template(
            [ADULTS | {"count": "110"}, PRESENTATIONS | {"count": "65"}, ADULTS | {"count": "7", "area": "Enfield"}]
        )
    )

    rows = shown.changes.rows.set_index(["indicator", "area"])
    assert rows.loc[("adults-in-treatment", "E09000003"), ["numerator_before", "numerator", "change"]].tolist() == [
        100.0,
        110.0,
        "changed",
    ]
    assert rows["change"]["new-presentations", "E09000003"] == "unchanged"
    assert rows["change"]["adults-in-treatment", "E09000010"] == "new"


QUARTERS = [f"{year} Q{quarter}" for year in ("2023/24", "2024/25") for quarter in (1, 2, 3, 4)]
SEARCHES = {"indicator": "drug-searches", "area": "Kent"}


def test_a_figure_that_its_own_past_does_not_lead_up_to_is_ticked_before_it_is_published(desk):
    before = [1012, 970, 1081, 954, 1043, 1112, 990, 1061]
    desk.publish(template([SEARCHES | {"period": q, "count": str(n)} for q, n in zip(QUARTERS, before, strict=True)]))

    usual = desk.preview(template([SEARCHES | {"period": "2025/26 Q1", "count": "1130"}]))
    unlikely = desk.preview(template([SEARCHES | {"period": "2025/26 Q1", "count": "2130"}]))

    assert usual.screening.warnings == ()
    (warning,) = unlikely.screening.warnings
    assert (warning.check, warning.found) == ("figures_are_within_their_limits", "2,130 searches for Kent")
    with pytest.raises(Refusal, match="A warning is not ticked"):
        submit.publish(desk.database, desk.user, unlikely, "a reason", [])


def test_a_preview_that_others_overtook_is_refused(desk):
    shown = desk.preview(template([ADULTS | {"count": "100"}]))
    desk.publish(template([ADULTS | {"count": "200"}]))

    with pytest.raises(Outdated, match="Somebody published revision 1 after you opened this preview"):
        submit.publish(desk.database, desk.user, shown, "a reason", [])

    assert ",200,,200," in desk.taken()


def test_a_preview_is_not_overtaken_by_figures_of_others(desk):
    shown = desk.preview(template([ADULTS | {"count": "100"}]))
    desk.publish(template([PRESENTATIONS | {"count": "65"}]))

    assert submit.publish(desk.database, desk.user, shown, "a reason", []).revision == 2


def test_of_two_people_who_publish_the_same_figure_at_once_one_is_refused(desk):
    previews = [desk.preview(template([ADULTS | {"count": count}])) for count in ("100", "200")]
    outcomes: list[object] = []

    def publish(shown):
        try:
            outcomes.append(submit.publish(desk.database, desk.user, shown, "a reason", []).revision)
        except Outdated as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=publish, args=(shown,)) for shown in previews]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Outdated", "int"]
    assert len(desk.history().revisions) == 1


def test_undo_puts_back_what_stood_before_key_by_key(desk):
    desk.publish(template([ADULTS | {"count": "100"}]))
    before = desk.taken()
    desk.publish(template([ADULTS | {"count": "200"}, PRESENTATIONS | {"count": "65"}]))

    receipt = desk.undo(2)

    assert receipt.revision == 3
    assert [line.split(",")[9] for line in desk.taken().splitlines()[1:]] == ["100"]
    assert desk.taken(as_at=1) == before


def test_an_undo_can_be_undone(desk):
    desk.publish(template([ADULTS | {"count": "100"}]))
    desk.undo(1)
    desk.undo(2)

    assert ",100,,100," in desk.taken()
    assert [row.undoes for row in desk.history().revisions] == [2, 1, None]


def test_undo_is_refused_where_a_later_revision_touched_a_figure(desk):
    desk.publish(template([ADULTS | {"count": "100"}]))
    desk.publish(template([ADULTS | {"count": "200"}]))

    with pytest.raises(Outdated, match="Revision 2 changed some of the same figures after revision 1"):
        desk.undo(1)


def test_undoing_a_revision_that_is_not_there_says_so(desk):
    with pytest.raises(NotFound, match=r"There is no revision 7\. The newest is 0"):
        desk.undo(7)


def test_a_viewer_may_look_and_not_send(desk):
    desk.user = User("a chair", Role.VIEWER)

    assert desk.area("Barnet").title == "Barnet"
    with pytest.raises(NotAllowed, match="You may not send and publish figures as viewer"):
        desk.preview(template([ADULTS]))


def test_a_viewer_sees_no_figure_that_is_for_the_partnership_only(desk):
    restricted = {"indicator": "coc-engaged-21-days", "area": "Barnet", "period": "Apr to Jun 2025"}
    desk.publish(template([restricted | {"count": "12", "denominator": "31"}]))
    assert "12 of 31" in str(desk.area("Barnet"))

    desk.user = User("a chair", Role.VIEWER)

    pages, measure = desk.area("Barnet"), desk.indicator("coc-engaged-21-days", "Barnet")
    assert "12 of 31" not in str((pages, measure))
    assert measure.not_supplied == "Figures for Barnet are for members of the partnership."
    assert "coc-engaged-21-days" not in desk.taken()
    assert desk.taken(indicator="coc-engaged-21-days").count("\n") == 1  # the headings alone


def test_whether_there_are_figures_for_members_nobody_else_can_tell(desk):
    public = {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2024/25", "count": "1465"}
    restricted = {"indicator": "coc-engaged-21-days", "area": "Barnet", "period": "Apr to Jun 2025"}
    viewer, desk.user = User("a chair", Role.VIEWER), desk.user
    desk.publish(template([public]))
    analyst, desk.user = desk.user, viewer
    before = (
        desk.area("Barnet"),
        desk.area("England"),
        desk.indicator(restricted["indicator"], "Barnet"),
        desk.taken(),
    )
    desk.user = analyst
    desk.publish(template([restricted | {"count": "12", "denominator": "31"}]))
    desk.user = viewer

    after = (desk.area("Barnet"), desk.area("England"), desk.indicator(restricted["indicator"], "Barnet"), desk.taken())
    assert str(after).replace("revision=2", "revision=1") == str(before)


def test_a_supplied_total_wins_over_the_sum_of_its_parts_and_the_difference_is_told(desk):
    parts = [
        PRESENTATIONS | {"area": area, "count": count} for area, count in (("E06000063", "30"), ("E06000064", "15"))
    ]
    desk.publish(template(parts))

    shown = desk.preview(template([PRESENTATIONS | {"area": "cdp-cumbria", "count": "50"}]))
    submit.publish(desk.database, desk.user, shown, "a reason", [])

    told = next(finding for finding in shown.screening.findings if finding.check == "totals_agree_with_parts")
    assert (told.found, told.expected) == ("50 for Cumbria", "45, the sum of its authorities")
    assert ",50,,50," in desk.taken(area="cdp-cumbria")
    assert ",45,,45," in desk.taken(area="cdp-cumbria", as_at=1)


def test_a_supplied_total_that_agrees_is_not_mentioned(desk):
    parts = [
        PRESENTATIONS | {"area": area, "count": count} for area, count in (("E06000063", "30"), ("E06000064", "15"))
    ]
    shown = desk.preview(template([*parts, PRESENTATIONS | {"area": "cdp-cumbria", "count": "45"}]))

    assert shown.screening.findings == ()


def test_the_bytes_of_an_accepted_file_can_be_fetched(desk):
    content = template([ADULTS | {"count": "100"}])
    desk.publish(content, "council q1.csv")

    with desk.reading() as session:
        assert sent.take_original(session, desk.user, 1) == content
        assert sent.open_outcome(session, desk.user, 1).is_kept


def test_of_a_file_about_single_events_the_counts_are_kept_and_the_file_is_not(desk):
    content = (SAMPLES / "layouts" / "good" / "police-uk-street.csv").read_bytes()

    receipt = desk.publish(content, "2025-01-kent-street.csv")

    assert receipt.figures == 2
    (past,) = desk.history().submissions
    with desk.reading() as session:
        assert not sent.open_outcome(session, desk.user, past.number).is_kept
    assert past.verdict == "accepted"
    assert all(not finding.found for finding in past.findings)
    with desk.reading() as session, pytest.raises(NotFound):
        sent.take_original(session, desk.user, past.number)


def test_a_viewer_may_not_fetch_a_file(desk):
    desk.publish(template([ADULTS | {"count": "100"}]))
    desk.user = User("a chair", Role.VIEWER)

    with desk.reading() as session, pytest.raises(NotAllowed):
        sent.take_original(session, desk.user, 1)
