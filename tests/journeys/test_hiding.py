"""Small numbers on the way through: what an analyst is told, what a reader sees, what a later revision takes back."""

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import Refusal
from dashboard.journeys import administer, judged, submit, view
from tests.figures import template

TESTS, CARE, COMMENCED = "dtoa-tests", "coc-engaged-21-days", "drr-commencements"
CUMBERLAND, WESTMORLAND, CUMBRIA, LEEDS = "E06000063", "E06000064", "cdp-cumbria", "E08000035"
QUARTERS = ("Apr to Jun 2023", "Jul to Sep 2023", "Oct to Dec 2023", "Jan to Mar 2024")
HIDDEN = "hidden here"


def of(area: str, count: object, period: str = "2023/24", indicator: str = TESTS, **columns: object):
    return {"indicator": indicator, "area": area, "period": period, "count": str(count)} | columns


def pair(one: object, other: object, **columns: object) -> bytes:
    """A file with the two members of the partnership Cumbria."""
    return template([of(CUMBERLAND, one, **columns), of(WESTMORLAND, other, **columns)])


def shown(desk, as_at: int | None = None, **choice: str) -> dict[str, str]:
    """What a reader sees by area, the count or the state; with its period where that is not the year."""
    rows = csv.DictReader(io.StringIO(desk.taken(as_at, **choice)))
    return {
        row["area"] if row["period"] == "2023/24" else f"{row['area']} {row['period']}": (
            row["numerator"] if row["state"] == "value" else row["state"]
        )
        for row in rows
    }


def test_a_small_number_and_its_companion_are_hidden_and_their_sum_is_shown(desk):
    desk.publish(pair(3, 20))

    assert shown(desk) == {CUMBERLAND: HIDDEN, WESTMORLAND: HIDDEN, CUMBRIA: "23"}


def test_preview_and_receipt_tell_how_much_and_never_which(sqlite_desk):
    content = template([of(CUMBERLAND, 3), of(WESTMORLAND, 20), of(LEEDS, 50)])

    told = sqlite_desk.preview(content).hiding_told
    receipt = sqlite_desk.publish(content).hiding_told

    assert told == receipt
    assert told.startswith("To protect people, 2 figures more will be hidden: 1 because so few people are in them")
    assert "1 because a small number could be worked out from them" in told
    for name in ("Cumberland", "Westmorland", CUMBERLAND, WESTMORLAND, "tests", "2023", " 3", "20"):
        assert name not in told


def test_the_largest_changes_tell_nothing_of_a_figure_that_is_hidden_here(sqlite_desk):
    sqlite_desk.publish(pair(60, 70))
    sqlite_desk.publish(pair(3, 20, period="2024/25"))

    corrected = sqlite_desk.preview(pair(90, 20, period="2024/25"))
    later = sqlite_desk.preview(pair(90, 85, period="2025/26"))

    assert [one.where for one in corrected.largest] == ["Westmorland and Furness", "Cumberland"]
    assert {one.before for one in (*corrected.largest, *later.largest)} == {
        "Before: 60 tests, April 2023 to March 2024",
        "Before: 70 tests, April 2023 to March 2024",
    }
    for one in (*corrected.largest, *later.largest):
        assert "Hidden to protect people" in one.series.column("Now")
        assert "Hidden to protect people" in one.picture.words
    assert "3 tests" not in str([(one.series.rows, one.picture) for one in later.largest])
    assert "20 tests" not in str([(one.series.rows, one.picture) for one in later.largest])


def test_the_preview_counts_by_measure_what_it_hides(sqlite_desk):
    shown = sqlite_desk.preview(template([of(CUMBERLAND, 3), of(WESTMORLAND, 20), of(LEEDS, 50)]))

    assert shown.hidden.rows == (("Drug tests on arrest", 1, 1),)


def test_where_nothing_is_hidden_nothing_is_told(sqlite_desk):
    assert sqlite_desk.preview(pair(13, 20)).hiding_told == ""
    assert sqlite_desk.publish(pair(13, 20)).hiding_told == ""


def test_a_preview_hides_nothing_yet(sqlite_desk):
    sqlite_desk.publish(pair(13, 20))
    sqlite_desk.preview(template([of(CUMBERLAND, 3)]))

    assert shown(sqlite_desk) == {CUMBERLAND: "13", WESTMORLAND: "20", CUMBRIA: "33"}


def test_a_later_file_is_not_told_again_what_is_hidden_already(sqlite_desk):
    sqlite_desk.publish(pair(3, 20))

    assert sqlite_desk.publish(template([of(LEEDS, 60)])).hiding_told == ""
    assert sqlite_desk.publish(pair(3, 20)).hiding_told == ""


def test_what_others_published_meanwhile_is_minded(sqlite_desk):
    waiting = sqlite_desk.preview(template([of(CUMBERLAND, 3)]))
    sqlite_desk.publish(template([of(WESTMORLAND, 20)]))
    submit.publish(sqlite_desk.database, sqlite_desk.user, waiting, "a reason", waiting.screening.warnings)

    # 20 was shown, so the sum of 23 cannot be.
    assert shown(sqlite_desk) == {CUMBERLAND: HIDDEN, WESTMORLAND: "20", CUMBRIA: HIDDEN}


# A guess of what is hidden is not told to be right.


@pytest.mark.parametrize("guess", [1, 2, 3, 4, 12])
def test_a_preview_does_not_tell_whether_a_guess_of_a_hidden_figure_is_right(sqlite_desk, guess):
    sqlite_desk.publish(pair(3, 20))

    made = sqlite_desk.preview(template([of(CUMBERLAND, guess)]))
    row = made.changes.rows.iloc[0]

    assert row["change"] == "changed"
    assert row["state_before"] == HIDDEN
    assert row[["numerator_before", "denominator_before", "value_before"]].isna().all()
    assert row["note_before"] == ""


def test_a_remark_beside_a_hidden_figure_is_not_told_either(sqlite_desk):
    sqlite_desk.publish(template([of(CUMBERLAND, 3, note="three women")]))

    made = sqlite_desk.preview(template([of(CUMBERLAND, 3, note="three women")]))

    assert made.changes.rows["change"].tolist() == ["changed"]
    assert "three women" not in str(made.changes.rows.filter(like="_before").to_dict())


def test_a_figure_that_is_shown_is_told_as_unchanged(sqlite_desk):
    sqlite_desk.publish(pair(13, 20))

    assert sqlite_desk.preview(pair(13, 20)).changes.rows["change"].tolist() == ["unchanged"] * 2


@pytest.mark.parametrize("total", [22, 23, 24])
def test_a_finding_about_totals_never_uses_a_hidden_figure(sqlite_desk, total):
    # Cumberland's 3 and Westmorland's 20 are hidden: no total of theirs may be told to agree or not.
    sqlite_desk.publish(pair(3, 20))
    sqlite_desk.publish(template([of(CUMBERLAND, 7, "2022/23"), of(WESTMORLAND, 20, "2022/23")]))

    made = sqlite_desk.preview(template([of(CUMBRIA, total)]))
    other = sqlite_desk.preview(template([of(CUMBRIA, total, "2022/23")]))

    assert "totals_agree_with_parts" not in [finding.check for finding in made.screening.findings]
    assert "totals_agree_with_parts" in [finding.check for finding in other.screening.findings]


def test_a_finding_about_totals_does_not_tell_what_one_hidden_figure_is(sqlite_desk):
    # One part is sent anew and one is hidden: their sum would tell the hidden one.
    sqlite_desk.publish(pair(3, 20))

    made = sqlite_desk.preview(template([of(CUMBRIA, 50), of(CUMBERLAND, 13)]))

    assert "totals_agree_with_parts" not in [finding.check for finding in made.screening.findings]


# Changed definitions.


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def take_on(desk) -> int | None:
    return administer.bring_up_to_date(desk.database, LOCAL_USER)


def test_a_measure_that_hides_more_from_now_on_takes_back_what_was_shown(desk, own_definitions):
    desk.publish(template([of(CUMBERLAND, 7), of(WESTMORLAND, 20), of(LEEDS, 50)]))
    assert shown(desk, 1) == {CUMBERLAND: "7", WESTMORLAND: "20", CUMBRIA: "27", LEEDS: "50"}
    change(own_definitions / "indicators" / f"{TESTS}.toml", "hide_below = 5", "hide_below = 10")

    assert take_on(desk) == 2

    protected = {CUMBERLAND: HIDDEN, WESTMORLAND: HIDDEN, CUMBRIA: "27", LEEDS: "50"}
    assert shown(desk) == protected
    assert shown(desk, 1) == protected  # what was taken back is gone from every earlier page too


def test_a_measure_that_hides_less_opens_nothing_by_itself(sqlite_desk, own_definitions):
    sqlite_desk.publish(pair(3, 20))
    change(own_definitions / "indicators" / f"{TESTS}.toml", "hide_below = 5", "hide_below = 2")

    assert take_on(sqlite_desk) == 2
    assert shown(sqlite_desk) == {CUMBERLAND: HIDDEN, WESTMORLAND: HIDDEN, CUMBRIA: "23"}


def test_another_list_of_partnerships_is_audited_anew(sqlite_desk, own_definitions):
    # By itself Cumberland is hidden alone. In one partnership with Leeds, whose total is made here, Leeds would tell.
    table = own_definitions / "reference" / "partnerships.csv"
    lines = table.read_text("utf-8").splitlines()
    table.write_text("\n".join(line for line in lines if not line.startswith("cdp-cumbria,")), "utf-8")
    sqlite_desk.publish(pair(3, 20))
    assert shown(sqlite_desk) == {CUMBERLAND: HIDDEN, WESTMORLAND: "20"}
    table.write_text("\n".join(lines), "utf-8")

    assert take_on(sqlite_desk) == 2

    # 20 had been shown: either it is taken back, or the new total is not told.
    made = shown(sqlite_desk)
    assert made[CUMBERLAND] == HIDDEN
    assert [made[WESTMORLAND], made[CUMBRIA]].count(HIDDEN) == 1
    assert shown(sqlite_desk, 1)[CUMBERLAND] == HIDDEN
    assert shown(sqlite_desk, 1)[WESTMORLAND] == made[WESTMORLAND]


def test_changed_words_hide_nothing_more(sqlite_desk, own_definitions):
    sqlite_desk.publish(template([of(CUMBERLAND, 3), of(WESTMORLAND, 20), of(LEEDS, 50)]))
    before = shown(sqlite_desk)
    change(own_definitions / "reference" / "partnerships.csv", "cdp-cumbria,Cumbria,", "cdp-cumbria,Cumbria county,")

    assert take_on(sqlite_desk) == 2
    assert shown(sqlite_desk) == before


# Revisions.


def test_an_earlier_page_reads_as_it_was_hidden_then(sqlite_desk):
    sqlite_desk.publish(pair(13, 20))
    sqlite_desk.publish(template([of(CUMBERLAND, 3)]))

    assert shown(sqlite_desk, 1) == {CUMBERLAND: "13", WESTMORLAND: "20", CUMBRIA: "33"}
    # 20 was shown and stands, so the new total of 23 is withheld.
    assert shown(sqlite_desk, 2) == {CUMBERLAND: HIDDEN, WESTMORLAND: "20", CUMBRIA: HIDDEN}


def test_an_undone_small_number_opens_what_was_shown_before_it(desk):
    desk.publish(pair(13, 20))
    desk.publish(template([of(CUMBERLAND, 3)]))
    desk.undo(2)

    assert shown(desk) == shown(desk, 1) == {CUMBERLAND: "13", WESTMORLAND: "20", CUMBRIA: "33"}
    assert shown(desk, 2)[CUMBERLAND] == HIDDEN


def test_undoing_a_growth_keeps_the_small_number_hidden(sqlite_desk):
    sqlite_desk.publish(pair(3, 20))
    sqlite_desk.publish(template([of(CUMBERLAND, 12)]))
    sqlite_desk.undo(2)

    assert shown(sqlite_desk) == {CUMBERLAND: HIDDEN, WESTMORLAND: HIDDEN, CUMBRIA: "23"}


def test_a_small_number_that_nobody_sent_yet_is_protected_before_it_comes(sqlite_desk):
    # 23 less 20 is 3: whoever sees both knows the figure that is missing.
    first = sqlite_desk.publish(template([of(WESTMORLAND, 20), of(CUMBRIA, 23)])).hiding_told
    then = sqlite_desk.publish(template([of(CUMBERLAND, 3)])).hiding_told

    assert first == (
        "To protect people, 1 figure more will be hidden: 1 because a small number could be worked out from them."
    )
    assert "1 because so few people are in them" in then
    assert "narrowed down" not in then


def test_the_year_made_of_quarters_does_not_tell_the_hidden_quarter(sqlite_desk):
    counts = (12, 9, 3, 11)
    rows = [of(LEEDS, count, when, COMMENCED) for count, when in zip(counts, QUARTERS, strict=True)]
    sqlite_desk.publish(template(rows))

    made = shown(sqlite_desk)
    hidden = {name for name, count in made.items() if count == HIDDEN}

    # The year is 35, made here: with it, one more quarter is hidden; or the year is not told.
    assert f"{LEEDS} Oct to Dec 2023" in hidden
    assert (made.get(LEEDS) == "35" and len(hidden) == 2) or made.get(LEEDS) != "35"
    if made.get(LEEDS) == "35":
        assert f"{LEEDS} Jul to Sep 2023" in hidden  # 9, the smallest that gives room


def test_a_year_sent_after_its_quarters_does_not_tell_the_hidden_quarter(sqlite_desk):
    rows = [of(LEEDS, count, when, COMMENCED) for count, when in zip((12, 9, 3, 11), QUARTERS, strict=True)]
    sqlite_desk.publish(template(rows))
    sqlite_desk.publish(template([of(LEEDS, 35, indicator=COMMENCED)]))

    made = shown(sqlite_desk)
    quarters = [made[f"{LEEDS} {when}"] for when in QUARTERS]

    assert made[f"{LEEDS} Oct to Dec 2023"] == HIDDEN
    assert made[LEEDS] != "35" or quarters.count(HIDDEN) >= 2


def test_a_chart_with_a_hidden_point_has_no_limits(sqlite_desk):
    counts = [21, 18, 25, 19, 22, 27, 20, 3, 24, 23, 18, 26, 21, 19, 25, 22]
    quarters = [
        f"{months} {year}"
        for year in range(2020, 2024)
        for months in ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec")
    ]
    rows = [of(LEEDS, count, when, CARE, denominator="40") for count, when in zip(counts, quarters, strict=True)]
    sqlite_desk.publish(template(rows))

    said = str(sqlite_desk.indicator(CARE, LEEDS))

    assert "There is no control chart: a figure is hidden, and limits could give it away." in said
    assert "7.5" not in said  # 3 of 40


def test_rounded_measures_are_shown_rounded_and_never_their_true_count(sqlite_desk):
    sqlite_desk.publish(pair(3, 22, indicator="new-presentations"))

    assert shown(sqlite_desk) == {CUMBERLAND: "rounded", WESTMORLAND: "rounded", CUMBRIA: "rounded"}
    counts = [row["numerator"] for row in csv.DictReader(io.StringIO(sqlite_desk.taken()))]
    assert counts == ["5", "20", "25"]


# Judged anew.


def _as_an_earlier_version_left_it(database, *open_areas):
    """Forget by which version it was judged, and what it hides of some areas."""
    with database.writing() as session:
        session.execute(text("DELETE FROM judged"))
        for area in open_areas:
            session.execute(text("DELETE FROM hiding WHERE area = :area"), {"area": area})


def test_what_an_earlier_version_gave_away_is_gone_from_every_revision_at_the_next_start(desk):
    desk.publish(pair(3, 20))
    desk.publish(template([of(LEEDS, 50)]))
    _as_an_earlier_version_left_it(desk.database, WESTMORLAND)
    assert shown(desk, 1)[WESTMORLAND] == "20"

    assert administer.bring_up_to_date(desk.database, LOCAL_USER) == 3

    for as_at in (1, 2, 3):
        assert [shown(desk, as_at)[area] for area in (CUMBERLAND, WESTMORLAND, CUMBRIA)] == [HIDDEN, HIDDEN, "23"]
    assert administer.bring_up_to_date(desk.database, LOCAL_USER) is None
    with desk.database.reading() as session:
        newest = view.open_history(session, LOCAL_USER).revisions[0]
    assert (newest.kind, newest.reason) == ("hiding", "What is hidden was judged anew")


def test_what_only_an_earlier_revision_gave_away_is_judged_too(desk):
    desk.publish(pair(3, 20))
    desk.publish(pair(30, 20))
    _as_an_earlier_version_left_it(desk.database, CUMBERLAND, WESTMORLAND)
    assert shown(desk, 1) == {CUMBERLAND: "3", WESTMORLAND: "20", CUMBRIA: "23"}

    administer.judge_anew(desk.database, LOCAL_USER)

    assert [shown(desk, 1)[area] for area in (CUMBERLAND, WESTMORLAND)] == [HIDDEN, HIDDEN]


def test_a_companion_protects_the_small_figures_that_would_come_out_without_it(sqlite_desk):
    # Cumberland comes out as 23 less 20 once Westmorland is shown; the small figure of Leeds does not.
    sqlite_desk.publish(template([of(CUMBERLAND, 3), of(WESTMORLAND, 20), of(LEEDS, 2)]))
    _as_an_earlier_version_left_it(sqlite_desk.database, CUMBERLAND, WESTMORLAND, LEEDS)

    made = administer.judge_anew(sqlite_desk.database, LOCAL_USER)

    small = made.hiding.shelters
    assert [*zip(small["area"], small["small_area"], strict=True)] == [(WESTMORLAND, CUMBERLAND)]
    with sqlite_desk.database.reading() as session:
        receipt = judged.open_judgement(session, LOCAL_USER, made.revision)
        hid = judged.open_judgements(session, LOCAL_USER)
    assert dict(zip(receipt.figures.column("Area"), receipt.figures.column("Protects"), strict=True)) == {
        "Cumberland": "",
        "Leeds": "",
        "Westmorland and Furness": "Cumberland",
    }
    assert hid == {2: 3}


def test_judging_anew_where_nothing_is_amiss_hides_nothing_and_says_so(desk):
    desk.publish(pair(3, 20))

    made = administer.judge_anew(desk.database, LOCAL_USER)

    assert (made.revision, made.words) == (2, "Nothing more has to be hidden.")
    assert shown(desk) == shown(desk, 1)


def test_a_database_that_a_newer_version_judged_is_not_opened(desk):
    desk.publish(pair(3, 20))
    with desk.database.writing() as session:
        session.execute(text("UPDATE judged SET version = version + 1"))

    with pytest.raises(Refusal, match="A newer version of the dashboard decides here on what is hidden"):
        administer.bring_up_to_date(desk.database, LOCAL_USER)
    with pytest.raises(Refusal, match="Start the newer version"):
        administer.judge_anew(desk.database, LOCAL_USER)
