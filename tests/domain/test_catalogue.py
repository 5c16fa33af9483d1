"""The catalogue: 112 files that agree with each other, and files that are broken."""

import csv
import io
import json
import re
import tomllib
from collections import Counter
from datetime import date

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.definitions import datasets, definitions_from
from dashboard.domain.errors import BrokenDefinition, NotFound
from dashboard.domain.indicators import Theme, read_catalogue
from dashboard.domain.periods import read_period

GOOD = """
id = "example"
title = "Something that is counted"
short_title = "Counted"
sentence = "{figure} people had something"
question = "How many are there?"
why = "It matters."
theme = "harm"
agencies = ["council", "nhs"]
outcome = "reduce-deaths-harm"
tier = "local"
kind = "proportion"
numerator = "those who"
denominator = "all who"
per = 100
unit = "%"
better = "higher"
adds_over_areas = "yes"
adds_over_periods = "yes"
audience = "public"
interval = "wilson"
period_kinds = ["financial year"]
geography = "authority"
publication = "A report"
publisher = "A publisher"
universe = "England"
frequency = "annual"
lag_months = 3
hide_below = 5
reviewed = 2026-11-21
"""


@pytest.fixture(scope="module")
def catalogue(definitions):
    return definitions.catalogue


@pytest.fixture(scope="module")
def national():
    path = datasets() / "published" / "national_figures.csv"
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def test_there_are_112_indicators_each_in_a_file_of_its_name(catalogue):
    files = {path.stem for path in (datasets() / "indicators").glob("*.toml")}

    assert len(catalogue) == 112
    assert {indicator.id for indicator in catalogue} == files


def test_every_file_is_read_as_it_is_written(catalogue):
    for path in (datasets() / "indicators").glob("*.toml"):
        written, read = tomllib.loads(path.read_text("utf-8")), catalogue.called(path.stem).model_dump(mode="json")
        breaks = [{"date": at["date"].isoformat(), "reason": at["reason"]} for at in written.pop("breaks", [])]
        ties = [{"rest_too": False} | tie for tie in written.pop("ties", [])]
        groups = [{"within": False} | group for group in written.pop("out_of_groups", [])]

        assert (read["breaks"], read["ties"], read["out_of_groups"]) == (breaks, ties, groups), path.name
        assert {name: read[name] for name in written} == written | {"reviewed": written["reviewed"].isoformat()}


def test_the_eleven_headline_measures_of_the_framework_are_there(catalogue):
    # National Combating Drugs Outcomes Framework, headline metrics H1 to H11 and what stands for them locally.
    headline = {indicator.id for indicator in catalogue if indicator.tier == "headline"}

    assert headline >= {
        *("drug-use-last-year-16-59", "ocu-prevalence-rate", "drug-related-homicides", "neighbourhood-crime-rate"),
        *("drug-misuse-deaths-rate", "drug-poisoning-admissions", "county-lines-closed", "ocg-disruptions"),
        *("adults-in-treatment", "young-people-in-treatment", "coc-engaged-21-days", "treatment-progress"),
    }


def test_every_agency_can_change_some_measure(catalogue):
    assert all(catalogue.of_agency(agency) for agency in Agency)
    assert "naloxone-on-release" in {indicator.id for indicator in catalogue.of_agency(Agency.PRISON)}


def test_titles_are_not_used_twice(catalogue):
    for field in ("title", "short_title", "question"):
        twice = [text for text, times in Counter(getattr(one, field) for one in catalogue).items() if times > 1]
        assert twice == [], field


def test_a_percentage_is_per_100_and_a_count_is_per_one(catalogue):
    scales = {"%": 100, "% of maximum": 100, "per 1,000": 1_000, "per 100,000": 100_000, "per million": 1_000_000}

    assert {one.id: one.per for one in catalogue} == {one.id: scales.get(one.unit, 1) for one in catalogue}


def test_limits_fit_what_is_counted(catalogue):
    of = {kind: {one.kind for one in catalogue if one.interval == kind} for kind in ("wilson", "byar", "published")}

    assert of["wilson"] == {"proportion"}  # people among people
    assert of["byar"] == {"rate", "count"}  # events
    assert of["published"] == {"proportion", "rate", "count"}  # estimates, surveys, standardised rates


def test_what_the_source_estimates_is_never_added_up(catalogue):
    assert {one.adds_over_areas for one in catalogue if one.interval == "published"} == {"no"}


def test_what_is_counted_once_in_a_window_is_not_added_over_periods(catalogue):
    for one in catalogue:
        if one.adds_over_areas == "approximately":
            assert one.adds_over_periods == "no", one.id


def test_the_first_period_can_be_read(catalogue):
    for one in catalogue:
        if one.first_period:
            assert read_period(one.first_period), one.id


def test_the_source_of_a_measure_is_named_once(catalogue):
    for one in catalogue:
        assert one.source.count(f"({one.publisher})") <= 1, one.id
        assert "MoJ" not in one.source, one.id
    assert catalogue.called("cj-staff-trained").source == (
        "Local training log kept by the partnership (local collection)"
    )


def test_a_break_has_a_day_and_a_reason_in_a_sentence(catalogue):
    breaks = [at for one in catalogue for at in one.breaks]

    assert breaks
    assert all(at.date > date(1990, 1, 1) and at.reason[0].isupper() and at.reason.endswith(".") for at in breaks)


def test_national_figures_use_what_the_catalogue_has(catalogue, national, definitions):
    assert len(national) == 153
    for row in national:
        indicator = catalogue.called(row["indicator"])
        assert read_period(row["period"]).kind in indicator.period_kinds, row
        assert row["area"] in (ENGLAND, ENGLAND_AND_WALES)
        assert row["source"]
        float(row["value"])


def test_a_national_figure_for_england_and_wales_belongs_to_a_measure_of_both(catalogue, national):
    for row in national:
        if row["area"] == ENGLAND_AND_WALES:
            assert catalogue.called(row["indicator"]).universe == "England and Wales", row


def test_a_national_count_and_its_denominator_give_the_value_printed(catalogue, national):
    # The source's own rounding is the most that they may differ by.
    for row in national:
        indicator = catalogue.called(row["indicator"])
        if row["count"] and row["denominator"]:
            worked_out = float(row["count"]) / float(row["denominator"]) * indicator.per
            decimals = len(row["value"].partition(".")[2])
            assert worked_out == pytest.approx(float(row["value"]), abs=0.51 * 10**-decimals), row


def test_remarks_on_figures_are_words_that_a_chair_may_read(national):
    for row in national:
        assert "bound" not in row["note"]
        assert not row["note"].startswith("count ")


def test_indicators_stand_in_order_of_theme_then_tier(catalogue):
    themes, tiers = list(Theme), ("headline", "supporting", "local")
    order = [(themes.index(one.theme), tiers.index(one.tier), one.title) for one in catalogue]

    assert order == sorted(order)


def test_an_unknown_indicator_suggests_the_nearest(catalogue):
    with pytest.raises(NotFound, match=r"no indicator called “adults-in-treatmnt”. Did you mean adults-in-treatment"):
        catalogue.called("adults-in-treatmnt")


def test_a_good_file_is_read():
    one = read_catalogue({"example.toml": GOOD}).called("example")

    assert (one.agencies, one.divides, one.source) == ((Agency.COUNCIL, Agency.NHS), True, "A report (A publisher)")


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("per = 100", 'per = "100"', "the field per holds '100'. It should be a whole number. Correct it."),
        ("per = 100", "per = 0", "the field per holds 0. .* Correct it."),
        ("hide_below = 5", "hide_below = true", "the field hide_below holds True. It should be a whole number."),
        ('better = "higher"\n', "", "the field better is missing. Add it."),
        ("better =", "bettter =", "the field bettter is not known. Did you mean better"),
        ('better = "higher"', 'better = "up"', "the field better holds 'up'. It should be 'higher', 'lower' or 'none'"),
        ('["council", "nhs"]', '"council"', r'the field agencies holds .*a list such as \["council"\]'),
        ('["council", "nhs"]', "[]", "the field agencies holds .*at least one"),
        ('["council", "nhs"]', '["cuoncil"]', "the field agencies, item 1 holds 'cuoncil'. It should be 'police'"),
        ("{figure} people", "Some people", "the field sentence holds .* hold {figure} once"),
        ("had something", "had something.", "the field sentence holds .* no full stop at its end"),
        ("many are there?", "many are there", "the field question holds .* end with a question mark"),
        ('id = "example"', 'id = "An Example"', "the field id holds 'An Example'"),
        ('id = "example"', 'id = "other"', "the field id is “other”. Name the file other.toml."),
        ('id = "example"', "id = example", "this is not valid TOML: .*line 2.* Mend that line"),
        ('title = "Something that is counted"', 'title = ""', "the field title holds ''. It should have some words"),
        ("reviewed = 2026-11-21", 'reviewed = "soon"', "the field reviewed holds 'soon'. It should be a day"),
        ('denominator = "all who"\n', "", "a proportion needs a denominator"),
        ('kind = "proportion"', 'kind = "count"', "a count has no denominator"),
        ('kind = "proportion"', 'kind = "rate"', "the field interval is wilson, which is for a proportion"),
        ("reviewed =", 'ambition = { value = 75, set_by = "us" }\nreviewed =', "the field ambition, source is missing"),
        ("lag_months = 3", "lag_months = -1", "the field lag_months holds -1"),
    ],
)
def test_a_broken_file_names_itself_the_field_and_the_mend(written, instead, says):
    broken = GOOD.replace(written, instead, 1)
    assert broken != GOOD

    with pytest.raises(BrokenDefinition, match=f"^example.toml: .*{says}"):
        read_catalogue({"example.toml": broken})


def test_every_indicator_has_a_sentence(catalogue):
    assert [one.id for one in catalogue if not one.sentence] == []


def test_definitions_kept_before_there_were_sentences_can_still_be_read(definitions):
    files = json.loads(definitions.text)
    name, text = next(iter(files["indicators"].items()))
    older = "\n".join(line for line in text.splitlines() if not line.startswith("sentence"))

    files["indicators"][name] = older
    read = definitions_from(json.dumps(files))

    assert read.catalogue.called(name.removesuffix(".toml")).sentence == ""


def test_nobody_changes_what_only_says_how_many_people_there_are_and_it_is_neither_better_nor_worse(catalogue):
    context = {indicator.id: indicator for indicator in catalogue if indicator.context}

    assert set(context) == {
        *("resident-population", "ocu-prevalence-estimate", "ocu-prevalence-rate", "alcohol-dependence-estimate"),
        "drug-use-last-year-16-59",
    }
    assert all(one.owners == () and one.better == "none" for one in context.values())
    assert all(one.owners == one.agencies for one in catalogue if not one.context)


def test_short_titles_are_words_that_a_newcomer_reads(catalogue):
    # RECONNECT is a service's own name; what else is in capitals would have to be known.
    letters = [
        one.short_title
        for one in catalogue
        if set(re.findall(r"[A-Z&]{2,}s?|\b[A-Z]\w*[A-Z]\w*", one.short_title)) - {"RECONNECT"}
    ]

    assert letters == []
