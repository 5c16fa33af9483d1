"""Every awkward state that a page must bear is somewhere in the demonstration."""

from dashboard.domain.areas import AreaKind


def _of(rows, indicator, area):
    return rows[(rows["indicator"] == indicator) & (rows["area"] == area)]


def test_small_counts_are_hidden_at_their_source_somewhere(rows):
    hidden = rows[rows["count"] == "[c]"]

    assert len(hidden) > 50
    assert (hidden["denominator"] == "").all()


def test_some_areas_send_no_audit_and_one_has_not_begun(rows):
    supplied = set(rows.loc[rows["indicator"] == "coc-appointment-before-release", "area"])
    released = set(rows.loc[rows["indicator"] == "coc-eligible-releases", "area"])

    assert 10 < len(released - supplied) < 40
    assert (_of(rows, "coc-appointment-before-release", "E08000025")["count"] == "[not collected]").all()


def test_a_late_council_is_missing_from_one_file_and_in_the_next(rows):
    late = _of(rows, "adults-in-treatment", "E08000012")
    late = late[late["period"] == "12 months to Jun 2025"]

    assert set(late["file"]) == {"council-2025-26-Q2.csv"}
    assert set(late["note"]) == {"sent late"}


def test_some_councils_have_not_sent_the_newest_quarter(rows):
    newest = rows[rows["file"] == "council-2026-27-Q1.csv"]

    assert not set(newest["area"]) & {"E06000031", "E10000016", "E08000019"}


def test_a_second_file_puts_the_first_right(rows):
    first, second = (
        _of(rows[rows["file"] == name], "adults-in-treatment-opiate", "E08000003").iloc[0]
        for name in ("council-2025-26-Q2.csv", "council-2025-26-Q2-revised.csv")
    )

    assert first["period"] == second["period"] == "12 months to Sep 2025"
    assert second["number"] == first["number"] + 15
    assert second["count"].endswith("[r]")


def test_there_is_a_break_in_a_series_and_one_in_the_catalogue(rows, definitions):
    assert rows["count"].str.endswith("[b]").sum() > 10
    assert any(at.date.year == 2023 for at in definitions.catalogue.called("dtoa-tests").breaks)


def test_a_former_authority_stands_until_it_ended_and_its_heirs_from_then_on(rows):
    told = {
        indicator: {
            area: list(_of(rows, indicator, area)["period"]) for area in ("E10000006", "E06000063", "E06000064")
        }
        for indicator in ("coc-eligible-releases", "new-presentations-prison")
    }

    years, quarters = told.values()
    assert years["E10000006"] == ["12 months to Sep 2022", "12 months to Dec 2022", "12 months to Mar 2023"]
    assert quarters["E10000006"] == ["Jul to Sep 2022", "Oct to Dec 2022", "Jan to Mar 2023"]
    assert quarters["E06000063"][0] == quarters["E06000064"][0] == "Apr to Jun 2023"
    # The first twelve months of the heirs end a year after Cumbria did.
    assert years["E06000063"][0] == years["E06000064"][0] == "12 months to Mar 2024"


def test_a_partnership_lies_across_two_forces(rows, definitions):
    register = definitions.areas
    across = register.at("cdp-city-of-london-and-hackney")

    assert len(register.wider(across, AreaKind.POLICE_FORCE)) == 2
    assert set(_of(rows, "adults-in-treatment", "E09000001")["count"]) == {"[in neighbour]"}


def test_a_partnership_has_no_prison_of_its_own(rows):
    # No prison of the table stands in Bury; people are released to it all the same.
    assert _of(rows, "coc-eligible-releases", "E08000002")["number"].gt(0).all()
    assert len(_of(rows, "coc-by-prison", "E08000002")) > 0


def test_the_follow_up_of_the_earliest_senders_is_not_finished(rows):
    early = rows[rows["note"] == "follow-up not finished"]

    assert set(early["period"]) == {"12 months to Sep 2026"}
    assert early["count"].str.endswith("[p]").all()
    assert "coc-retained-12-weeks" in set(early["indicator"])


def test_there_are_nobody_and_everybody(rows):
    some = rows[rows["whole"] > 0]

    assert (some["number"] == 0).sum() > 20
    assert (some["number"] == some["whole"]).sum() > 20


def test_tests_on_arrest_of_the_newest_quarter_are_not_due(rows):
    tests = rows[rows["indicator"] == "dtoa-tests"]

    assert "Jan to Mar 2026" in set(tests["period"])
    assert "Apr to Jun 2026" not in set(tests["period"])
