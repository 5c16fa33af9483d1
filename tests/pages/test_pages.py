"""Every page, on an empty database and on the national figures, and what it says when an address is wrong."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.access import Role
from tests.figures import template
from tests.pages.conftest import PAGES
from tests.screens import elements, words

ADULTS = {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24"}
MARKS = template([{"indicator": "adults-in-treatment", "area": "<b>Atlantis</b>", "period": "2023/24", "count": "_7_"}])


EVIL = "“!\\[x\\](https\\::small[]//evil.example)” is not an area we know. This shows England."


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_an_empty_database(app, page):
    assert app(page).title[0].value


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_everybody_on_an_empty_database(app, someone, page):
    assert words(app(page))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_the_national_figures(app, national_figures, page):
    assert not app(page).error


def test_an_empty_overview_says_what_to_do_next(app):
    text = words(app(area="cdp-barnet"))

    assert "There are no figures for Barnet yet. Send a first file on the upload page" in text
    assert 'href=\\"indicators?area=cdp-barnet\\" target=\\"_self\\">All measures</a>' in text


def test_what_an_area_without_figures_could_ask_for_stands_among_all_measures(app):
    page = app("indicators", area="cdp-barnet")

    assert page.expander[0].label == "No figure for Barnet: 112 measures, why, and whom to ask"


def test_an_empty_submissions_page_says_what_to_do_next(app):
    assert "No file has been sent yet." in app("submissions").info[1].value


def test_the_upload_page_tells_at_once_who_may_not_send(app, someone):
    page = app("upload")

    viewer = someone is Role.VIEWER
    assert ("You may not send and publish figures as viewer." in words(page)) is viewer
    assert bool(page.get("file_uploader")) is not viewer
    assert "NHS" in [button.proto.label for button in page.get("download_button")]


def test_an_empty_indicator_page_still_defines_the_measure(app):
    page = app("indicator", area="cdp-barnet", indicator="coc-engaged-21-days")

    assert "There is no figure for Barnet yet, nor for any other place." in page.info[0].value
    assert "started structured community treatment within 21 days" in words(page)


def test_the_overview_opens_on_england_where_no_area_is_chosen(app, national_figures):
    page = app()

    assert page.title[0].value == "England"
    assert "329,646 <span>people in treatment" in words(page)


def test_the_overview_ends_with_its_first_screen_and_leads_to_all_measures(app, sqlite_database):
    _send(sqlite_database, CARE | {"area": "Barnet", "count": "40"}, ADULTS | {"count": "100"})
    shown = [str(one.proto) for one in elements(app(area="cdp-barnet", compare="cdp-leeds"))]
    leads = next(at for at, one in enumerate(shown) if ">All 2 measures</a>" in one)

    assert 'href=\\"indicators?area=cdp-barnet&amp;compare=cdp-leeds\\"' in shown[leads]
    assert "is not official" in shown[leads + 1]
    assert "Figures are compared with Leeds." in shown[leads + 1]
    assert "Figures as at revision 1." in shown[leads + 2]
    assert len(shown) == leads + 3
    assert "<table" not in "".join(shown)


def test_the_chosen_area_is_written_into_the_address(app):
    page = app()
    page.selectbox(key="area_choice").set_value("cdp-barnet").run()

    assert page.title[0].value == "Barnet"
    assert page.query_params["area"] == "cdp-barnet"


def test_the_chosen_area_is_kept_from_page_to_page(app):
    page = app(area="cdp-barnet")
    page.switch_page("../pages/indicator.py").run()

    assert page.selectbox(key="area_choice").value == "cdp-barnet"
    assert page.query_params["area"] == "cdp-barnet"


def test_an_address_may_name_its_area(app):
    assert app(area="Hull").title[0].value == "Kingston upon Hull"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"area": "Barnett"}, "“Barnett” is not an area we know. Did you mean Barnet? This shows England."),
        ({"as_at": "x"}, "“x” is not the number of a revision, so this shows the newest."),
        ({"as_at": "²"}, "“²” is not the number of a revision, so this shows the newest."),
        ({"as_at": "9" * 5000}, f"“{'9' * 5000}” is not the number of a revision, so this shows the newest."),
        ({"area": "![x](https://evil.example)"}, EVIL),
        ({"compare": "Barnett"}, "“Barnett” is not an area we know. Did you mean Barnet? This compares with England."),
        (
            {"compare": "neighbours"},
            "There is no list of statistical neighbours yet. The definitions page says how to load one. "
            "This compares with England.",
        ),
    ],
)
def test_an_unknown_word_in_the_address_is_told_kindly(app, query, said):
    assert app(**query).warning[0].value == said


def test_an_unknown_indicator_in_the_address_is_told_kindly(app):
    page = app("indicator", indicator="adults-in-treatmint")

    assert (
        "There is no indicator called “adults-in-treatmint”. Did you mean adults-in-treatment" in page.warning[0].value
    )


def test_an_unknown_revision_in_the_address_is_told_kindly(app):
    page = app(as_at="9")

    assert page.warning[0].value == "There is no revision 9. The newest is 0. This shows the newest."
    assert page.title[0].value == "England"
    assert "as-at" not in page.query_params


def test_an_inferred_footprint_is_never_shown_as_official(app):
    assert "is not official" in words(app(area="cdp-barnet"))
    assert "is not official" not in words(app(area="cdp-cumbria"))


def test_every_chart_and_table_has_words_for_those_who_listen(app, national_figures):
    page = app("indicator", area="E92000001", indicator="adults-in-treatment")

    charts = page.get("vega_lite_chart")
    assert [chart.proto.alt for chart in charts] != []
    assert all(chart.proto.alt for chart in charts)
    assert all(table.proto.alt for table in page.get("table"))


def test_a_refused_file_is_explained_and_nothing_is_stored(app):
    page = app("upload")
    page.file_uploader[0].upload("council.csv", MARKS).run()

    assert page.error[0].value == ("**Refused.** Nothing can be published from this file, and nothing was stored.")
    assert not page.button
    page.switch_page("../pages/submissions.py").run()
    assert "refused" in words(page)
    assert "Atlantis" not in words(page)


def test_cells_of_a_file_are_shown_as_text_and_never_as_markup(app):
    page = app("upload")
    page.file_uploader[0].upload("a_*b*_`c`.csv", MARKS).run()

    assert "&lt;b&gt;Atlantis&lt;/b&gt;" in words(page)
    assert "<b>" not in words(page)


def test_a_file_is_published_with_its_warnings_ticked_and_undone(app):
    page = app("upload")
    content = template([ADULTS | {"count": "100"}, ADULTS | {"count": "9", "period": "Apr 2023"}])
    page.file_uploader[0].upload("council.csv", content).run()
    assert (
        page.success[0].value
        == "**Accepted with warnings.** 1 measure with 2 figures can be published; 1 warning to tick."
    )

    page.text_input(key="reason").set_value("Quarter 1 return").run()
    page.button(key="publish").click().run()
    assert "A warning is not ticked" in page.error[0].value

    page.checkbox[0].check().run()
    page.button(key="publish").click().run()
    assert (
        "Published as revision 1: 2 figures of 1 measure from council.csv. Reason: Quarter 1 return"
        in page.success[0].value
    )

    page.switch_page("../pages/submissions.py").run()
    page.selectbox(key="undo_number").set_value(1).run()
    page.text_input(key="undo_reason").set_value("Wrong quarter").run()
    page.button(key="undo").click().run()
    assert page.success[0].value == "Revision 1 is undone by revision 2: 2 figures stand again as they did before it."


def test_an_undo_is_undone_and_the_figures_stand_again(app, sqlite_database):
    from dashboard.domain.access import LOCAL_USER
    from dashboard.journeys import submit
    from tests.conftest import TODAY

    sent = submit.preview(sqlite_database, LOCAL_USER, "one.csv", template([ADULTS | {"count": "100"}]), TODAY)
    submit.publish(sqlite_database, LOCAL_USER, sent, "a reason", [])
    page = app("submissions")
    for number in (1, 2):
        page.selectbox(key="undo_number").set_value(number).run()
        page.text_input(key="undo_reason").set_value(f"Not revision {number}").run()
        page.button(key="undo").click().run()
        assert page.success[0].value.startswith(f"Revision {number} is undone by revision {number + 1}: 1 figure")

    assert "100 people" in words(app("indicator", area="cdp-barnet", indicator="adults-in-treatment"))


def test_the_review_tells_the_largest_changes_what_is_gone_and_what_will_be_hidden(app, sqlite_database):
    from dashboard.domain.access import LOCAL_USER
    from dashboard.journeys import submit
    from tests.conftest import TODAY

    tests = {"indicator": "dtoa-tests", "period": "2023/24"}
    rows = [tests | {"area": area, "count": count} for area, count in (("Barnet", "90"), ("Leeds", "50"))]
    rows += [tests | {"area": area, "period": "2024/25", "count": "70"} for area in ("Barnet", "Leeds", "Hull")]
    before = submit.preview(sqlite_database, LOCAL_USER, "before.csv", template(rows), TODAY)
    submit.publish(sqlite_database, LOCAL_USER, before, "a reason", before.screening.warnings)

    sent = [tests | {"area": area, "period": "2024/25", "count": n} for area, n in (("Barnet", "290"), ("Leeds", "3"))]
    page = app("upload")
    page.file_uploader[0].upload("after.csv", template(sent)).run()

    said = words(page)
    assert "The largest changes first" in said
    assert "Now: 70 tests" in said
    assert "The figure fell to at most 17% of what it was" in said  # exact limits: 8.77 of 54.57 is 16.07%
    assert "**Not in this file:** 1 figure" in said
    assert "Kingston upon Hull" in said
    assert "What will be hidden" in said
    assert "Because so few people are in them" in said
    assert '<img class=\\"strip\\"' in said


def test_a_file_that_was_sent_is_looked_at_again_and_fetched(app, sqlite_database, national_figures):
    page = app("submissions")
    page.selectbox[0].select_index(0).run()

    assert "The file mixes months and quarters" in words(page)
    assert page.get("download_button")[0].proto.label == "The file as it was sent"


def test_a_preview_that_others_overtook_is_refused(app, sqlite_database):
    from dashboard.domain.access import LOCAL_USER
    from dashboard.journeys import submit
    from tests.conftest import TODAY

    page = app("upload")
    page.file_uploader[0].upload("council.csv", template([ADULTS | {"count": "100"}])).run()
    theirs = submit.preview(sqlite_database, LOCAL_USER, "theirs.csv", template([ADULTS | {"count": "7"}]), TODAY)
    submit.publish(sqlite_database, LOCAL_USER, theirs, "theirs", [])
    page.text_input(key="reason").set_value("mine").run()
    page.button(key="publish").click().run()

    assert "Somebody published revision 1 after you opened this preview" in page.error[0].value


def test_a_file_that_does_not_say_its_indicator_asks_for_it(app):
    heading = "area_code,date_from,date_to,period_type,sex,age_from_years_inclusive,age_to_years_inclusive,"
    heading += "deprivation_decile,deprivation_category,count,value,denominator,lower_ci_95,upper_ci_95"
    row = "E09000003,2023-04-01,2024-03-31,financial_year,persons,18,,,,12,,31,,"
    page = app("upload")
    page.file_uploader[0].upload("next.csv", f"{heading}\n{row}\n".encode()).run()
    asked = next(box for box in page.selectbox if box.label == "Which indicator is this file for?")
    asked.set_value("coc-engaged-21-days").run()

    assert page.success[0].value == "**Accepted.** 1 measure with 1 figure can be published."


def test_a_comparison_is_words_with_a_shape_for_the_eye_only(app, sqlite_database):
    from dashboard.domain.access import LOCAL_USER
    from dashboard.journeys import submit
    from tests.conftest import TODAY

    care = {"indicator": "coc-engaged-21-days", "period": "2023/24"}
    rows = [
        care | {"area": "Barnet", "count": "12", "denominator": "31"},
        care | {"area": "E92000001", "count": "4700", "denominator": "10000"},
    ]
    sent = submit.preview(sqlite_database, LOCAL_USER, "care.csv", template(rows), TODAY)
    submit.publish(sqlite_database, LOCAL_USER, sent, "a reason", sent.screening.warnings)

    assert 'class=\\"shape similar\\" aria-hidden=\\"true\\"></span>Similar' in words(app(area="cdp-barnet"))
    theme = words(app("continuity_of_care", area="cdp-barnet"))
    assert "figure is 47%; with this few people the difference could be chance." in theme
    assert 'class=\\"shape similar\\" aria-hidden=\\"true\\"></span>Similar' in theme
    assert "3 more people would match England, 12 more would reach the 75% ambition" in theme
    indicator = words(app("indicator", area="cdp-barnet", indicator="coc-engaged-21-days"))
    assert "Similar to England" in indicator
    assert "With 31 people, only a difference of about 17 points would show." in indicator
    assert "A recent trend cannot be calculated: fewer than five years." in indicator


def test_the_definitions_say_how_each_number_is_worked_out(app):
    text = words(app("definitions"))

    for method in ("Wilson (1927)", "Newcombe (1998)", "Wheeler and Chambers (1992)", "Fingertips technical guidance"):
        assert method in text
    assert "PHEindicatormethods" in text


def _send_shares(database, **counts):
    from dashboard.domain.access import LOCAL_USER
    from dashboard.journeys import submit
    from tests.conftest import TODAY

    care = {"indicator": "coc-engaged-21-days", "period": "2023/24"}
    rows = [care | {"area": area, "count": n, "denominator": "100"} for area, n in counts.items()]
    sent = submit.preview(database, LOCAL_USER, "care.csv", template(rows), TODAY)
    submit.publish(database, LOCAL_USER, sent, "a reason", sent.screening.warnings)


def test_the_comparator_is_chosen_in_the_strip_and_kept_in_the_address_from_page_to_page(app, sqlite_database):
    _send_shares(sqlite_database, Barnet="40", London="47", E92000001="55")
    page = app(area="cdp-barnet")
    assert "than England (55%)" in words(page)
    assert page.selectbox(key="compare_choice").options == ["England", "Its region (London)", "Areas you choose"]

    page.selectbox(key="compare_choice").set_value("region").run()
    assert page.query_params["compare"] == "region"
    assert "Similar to the London region" in words(page)

    page.switch_page("../pages/indicator.py").run()
    assert page.query_params["compare"] == "region"

    page.selectbox(key="compare_choice").set_value("england").run()
    assert "compare" not in page.query_params


@pytest.mark.parametrize("page", ["overview", "indicator"])
@pytest.mark.parametrize("compare", ["region", "Leeds", "Leeds; Enfield"])
def test_a_page_compared_with_others_opens_on_an_empty_database(app, page, compare):
    assert app(page, area="cdp-barnet", compare=compare).title[0].value


def test_areas_to_compare_with_are_chosen_one_after_another(app, sqlite_database):
    _send_shares(sqlite_database, Barnet="40", Leeds="40", Enfield="50", E92000001="55")
    page = app("continuity_of_care", area="cdp-barnet")
    page.selectbox(key="compare_choice").set_value("areas").run()
    assert "than England (55%)" in words(page)  # until an area is chosen

    page.multiselect(key="compare_areas").set_value(["cdp-leeds", "cdp-enfield"]).run()
    assert page.query_params["compare"] == "cdp-leeds;cdp-enfield"
    assert "The figure for Leeds and Enfield together is 45%" in words(page)

    page.multiselect(key="compare_areas").set_value([]).run()
    assert page.selectbox(key="compare_choice").value == "areas"
    assert "than England (55%)" in words(page)


def test_an_address_may_name_whom_to_compare_with(app, sqlite_database):
    _send_shares(sqlite_database, Barnet="40", Leeds="40", Enfield="50")
    page = app(area="cdp-barnet", compare="Leeds; Enfield")

    assert page.query_params["compare"] == "cdp-leeds;cdp-enfield"
    assert page.multiselect(key="compare_areas").value == ["cdp-leeds", "cdp-enfield"]


def test_the_definitions_say_how_to_load_a_list_of_neighbours(app):
    text = words(app("definitions"))

    assert "No list is loaded, so nothing is compared with statistical neighbours." in text
    assert "datasets/reference/neighbours.csv" in text


def test_a_funnel_stands_above_the_table_of_all_areas(app, sqlite_database, definitions):
    codes = [area.members[0] for area in definitions.areas.of_kind("partnership") if len(area.members) == 1][:12]
    _send_shares(sqlite_database, **{code: str(45 + at) for at, code in enumerate(codes)})
    page = app("indicator", area=codes[0], indicator="coc-engaged-21-days")

    funnel = page.get("vega_lite_chart")[-1]
    assert "12 partnerships, as a funnel plot. All together: 51%. 12 lie within" in funnel.proto.alt
    assert "Not drawn: " in words(page)


def _send(database, *rows):
    from dashboard.domain.access import LOCAL_USER
    from dashboard.journeys import submit
    from tests.conftest import TODAY

    sent = submit.preview(database, LOCAL_USER, "figures.csv", template(rows), TODAY)
    submit.publish(database, LOCAL_USER, sent, "a reason", sent.screening.warnings)


CARE = {"indicator": "coc-engaged-21-days", "period": "2023/24", "denominator": "100"}
OTHERS = ("Leeds", "Hull", "Enfield", "Camden", "Brent", "Ealing", "Merton", "Bexley")


def test_all_measures_stand_in_a_line_each_with_a_picture_of_all_areas(app, sqlite_database):
    rows = [CARE | {"area": area, "count": str(20 + 5 * at)} for at, area in enumerate(OTHERS)]
    _send(sqlite_database, *rows, CARE | {"area": "Barnet", "count": "40"}, CARE | {"area": "E92000001", "count": "55"})
    page = app("indicators", area="cdp-barnet", compare="region")
    text = words(page)

    assert page.title[0].value == "Barnet: all measures"
    assert "Half of 9 partnerships have 30% to 45%." in text
    assert 'src=\\"data:image/svg+xml;base64,' in text
    assert 'alt=\\"Barnet: 40%. Half of 9 partnerships' in text
    assert "indicator?area=cdp-barnet&amp;indicator=coc-engaged-21-days&amp;compare=region" in text
    assert "40 of 100" in text
    assert page.get("download_button")[0].proto.label == "Figures as CSV"


def test_themes_of_all_measures_are_folded_but_for_those_beyond_chance(app, sqlite_database):
    care = CARE | {"denominator": "1000"}
    worse = [care | {"area": "Barnet", "count": "400"}, care | {"area": "E92000001", "count": "550"}]
    _send(sqlite_database, *worse, ADULTS | {"count": "100"})
    page = app("indicators", area="cdp-barnet")

    assert [(one.label, one.proto.expanded) for one in page.expander[:-1]] == [
        ("Treatment access (1 measure)", False),
        ("Continuity of care (1 measure, 1 beyond chance)", True),
    ]
    assert "400 of 1,000" in words(page)


def test_where_nothing_is_beyond_chance_the_first_theme_stands_open(app, sqlite_database):
    _send(sqlite_database, CARE | {"area": "Barnet", "count": "40"}, ADULTS | {"count": "100"})
    page = app("indicators", area="cdp-barnet")

    assert [one.proto.expanded for one in page.expander[:-1]] == [True, False]


def test_links_lead_to_every_theme_folded_or_not(app, sqlite_database):
    _send(sqlite_database, CARE | {"area": "Barnet", "count": "40"}, ADULTS | {"count": "100"})
    text = words(app("indicators", area="cdp-barnet"))

    for place, title in enumerate(("Treatment access", "Continuity of care")):
        assert f'<a href=\\"#lines-{place}\\" target=\\"_self\\">{title} (1)</a>' in text
        assert f'<h2 class=\\"visually-hidden\\" id=\\"lines-{place}\\">{title}</h2>' in text


def test_a_hidden_figure_is_words_in_its_line_and_no_picture(app, sqlite_database):
    rows = [CARE | {"area": area, "count": str(20 + 5 * at)} for at, area in enumerate(OTHERS)]
    _send(sqlite_database, *rows, CARE | {"area": "Barnet", "count": "2"})
    text = words(app("indicators", area="cdp-barnet"))

    assert "Hidden to protect people" in text
    assert "data:image/svg" not in text


def test_treatment_access_tells_who_starts_and_who_referred_them(app, sqlite_database):
    rows = []
    for period, total in (("Jan to Mar 2024", 100), ("Apr to Jun 2024", 120)):
        counts = {"": total, "-police": 10, "-prison": 20, "-probation": 15}
        rows += [
            {"indicator": f"new-presentations{name}", "area": "Barnet", "period": period, "count": str(count)}
            for name, count in counts.items()
        ]
    _send(sqlite_database, *rows)
    page = app("treatment_access", area="cdp-barnet")

    assert len(page.get("vega_lite_chart")) == 1
    assert "Others and self" in words(page)
    assert "about 75 people" in words(page)


def test_community_sentences_show_what_was_sent_and_call_the_rest_unknown(app, sqlite_database):
    ordered = {"indicator": "requirements-ordered", "area": "Barnet", "period": "2023/24"}
    _send(sqlite_database, ordered | {"breakdown": "requirement=drr", "count": "31"}, ordered | {"count": "64"})
    text = words(app("community_sentences", area="cdp-barnet"))

    assert "31 requirements" in text
    assert "64 requirements" in text
    assert "Not supplied" in text
    assert "Local records count what the courts made." in text


@pytest.mark.parametrize(
    ("page", "question"),
    [
        ("treatment_access", "Who is in treatment, who is not yet, and who starts?"),
        ("continuity_of_care", "how many get it, and where are they lost?"),
        ("diversion", "And who is diverted instead of going to court?"),
        ("community_sentences", "Do treatment requirements lead to treatment?"),
    ],
)
def test_a_page_on_a_theme_asks_and_says_whom_it_compares_with_and_what_is_missing(
    app, sqlite_database, page, question
):
    _send(sqlite_database, CARE | {"area": "Barnet", "count": "40"})
    shown = app(page, area="cdp-barnet", compare="cdp-leeds;cdp-camden")
    text = words(shown)

    assert question in text
    assert "Figures are compared with Leeds and Camden together." in text
    assert shown.expander[-1].label.startswith("No figure for Barnet: ")


def test_a_long_table_waits_to_be_opened_and_a_short_one_stands_open():
    def script():
        from dashboard.reports.report import Part, ThemeReport
        from dashboard.reports.tables import table
        from dashboard.ui.show import LONGEST_OPEN_TABLE
        from dashboard.ui.theme import show_theme

        tables = tuple(
            table(f"{rows} rows", [{"Step": "one"}] * rows) for rows in (LONGEST_OPEN_TABLE, LONGEST_OPEN_TABLE + 1)
        )
        show_theme(ThemeReport("Leeds: steps", "Leeds", "", (), (Part("Steps", tables=tables),), (), 1))

    page = AppTest.from_function(script).run()

    assert [one.proto.expanded for one in page.expander] == [True, False]
