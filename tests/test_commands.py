"""The command line: what it prints, what it ends with, and that it does what the pages do."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from dashboard.commands import commands
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.mappings import MappedColumn, Mapping, Part
from dashboard.journeys import mapping, view
from dashboard.store import figures as figures_store
from dashboard.store.database import Database
from tests.conftest import ROOT
from tests.figures import template

ADULTS = {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24"}
PRESENTATIONS = {"indicator": "new-presentations", "area": "Barnet", "period": "2023/24"}
GOOD = template([ADULTS | {"count": "100"}, PRESENTATIONS | {"count": "65"}])


@pytest.fixture
def run(sqlite_address, tmp_path):
    """Call the command line on an empty database; files are given as bytes."""
    served = []
    line = commands(lambda settings, **options: served.append((settings, options)))

    def call(command: str, *arguments: str, **files: bytes):
        paths = []
        for name, content in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(content)
            paths.append(str(path))
        return CliRunner().invoke(line, [command, *arguments, *paths, "--database", sqlite_address])

    call.served = served
    return call


def _figures(result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_help_reads_like_a_manual_page():
    text = CliRunner().invoke(commands(print), ["--help"]).output

    for word in ("check", "publish", "undo", "figures", "indicators", "template", "DATABASE_URL", "0 (accepted)"):
        assert word in text


@pytest.mark.parametrize(
    ("content", "code", "verdict"),
    [
        (GOOD, 0, "accepted"),
        (template([ADULTS | {"count": "lots"}]), 1, "refused"),
        (template([ADULTS | {"count": "lots"}, PRESENTATIONS | {"count": "65"}]), 3, "partly accepted"),
        (template([ADULTS | {"period": "Apr 2023", "count": "5"}]), 0, "accepted with warnings"),
    ],
)
def test_check_ends_with_the_code_of_its_verdict(run, content, code, verdict):
    result = run("check", council=content)

    assert result.exit_code == code
    assert f"council.csv: {verdict} (" in result.stdout


def test_check_answers_other_programs_in_json(run):
    answer = json.loads(run("check", "--json", council=template([ADULTS | {"count": "lots"}])).stdout)[0]

    assert answer["verdict"] == "refused"
    finding = next(one for one in answer["findings"] if one["check"] == "numbers_are_numbers")
    assert (finding["found"], finding["rows"], finding["column"]) == ("lots", [2], "count")


def test_check_keeps_nothing(run):
    run("check", council=GOOD)

    assert "There is no database at" in run("figures").output


def test_a_call_that_cannot_be_used_ends_with_2(run):
    assert run("check", "no-such-file.csv").exit_code == 2
    assert run("check", "--indicator", "no-such", council=GOOD).exit_code == 2
    assert run("figures", "--area", "Atlantis").exit_code == 2
    assert run("figures", "--period", "2011-12").exit_code == 2
    assert run("figures", "--until", "2011-12").exit_code == 2
    assert run("undo", "5", "--reason", "a mistake").exit_code == 2
    assert run("publish", council=GOOD).exit_code == 2


def test_publish_says_what_it_published(run):
    result = run("publish", "--reason", "Q1", council=GOOD)

    assert result.exit_code == 0
    assert "Published as revision 1: 2 figures of 2 measures." in result.stdout


def test_publish_wants_each_warning_ticked(run):
    warned = template([ADULTS | {"period": "Apr 2023", "count": "5"}])

    refused = run("publish", "--reason", "Q1", council=warned)
    assert refused.exit_code == 1
    assert "Tick with --accept period_kind_is_usual" in refused.output
    assert run("publish", "--reason", "Q1", "--accept", "period_kind_is_usual", council=warned).exit_code == 0
    assert run("publish", "--reason", "Q1", "--accept-warnings", council=warned).exit_code == 0


def test_publish_of_a_good_and_a_refused_file_is_partly_accepted(run):
    result = run("publish", "--reason", "Q1", "--json", council=GOOD, police=b"")

    assert result.exit_code == 3
    assert [answer["revision"] for answer in json.loads(result.stdout)] == [1, None]


def test_with_a_second_person_publish_lets_a_file_wait_and_says_so(run, monkeypatch):
    monkeypatch.setenv("DASHBOARD_SECOND_PERSON", "true")
    monkeypatch.setenv("DASHBOARD_PERSON", "Ada")

    result = run("publish", "--reason", "Q1", council=GOOD)
    answer = json.loads(run("publish", "--reason", "Q1", "--json", council=GOOD).stdout)[0]

    assert result.exit_code == 0
    assert "Waits for a second person as number 1: 2 figures. Nothing is published yet" in result.stdout
    assert (answer["waiting"], answer["revision"], answer["refusal"]) == (2, None, "")
    assert _figures(run("figures")) == []


@pytest.mark.parametrize(("person", "said"), [("", True), ("Ada", False)])
def test_a_start_with_a_second_person_says_that_it_takes_two_people(run, monkeypatch, person, said):
    run("publish", "--reason", "Q1", council=GOOD)  # a database without figures would become a demonstration
    monkeypatch.setenv("DASHBOARD_SECOND_PERSON", "true")
    monkeypatch.setenv("DASHBOARD_PERSON", person)

    result = run("--no-browser")

    assert ("It takes two people. Let each start a dashboard of their own" in " ".join(result.stderr.split())) is said


def test_what_is_published_bears_the_name_that_was_set(run, monkeypatch, sqlite_address):
    monkeypatch.setenv("DASHBOARD_PERSON", " Ada ")

    run("publish", "--reason", "Q1", council=GOOD)

    database = Database(sqlite_address)
    with database.reading() as session:
        assert [one.made_by for one in view.open_history(session, LOCAL_USER).revisions] == ["Ada"]
    database.close()


def test_undo_takes_a_revision_back(run):
    run("publish", "--reason", "Q1", council=GOOD)

    result = run("undo", "1", "--reason", "Wrong quarter")

    assert "Revision 1 is undone by revision 2: 2 figures." in result.stdout
    assert _figures(run("figures")) == []
    assert len(_figures(run("figures", "--as-at", "1"))) == 2


def test_figures_are_narrowed_by_area_indicator_period_and_group(run):
    seizures = {"indicator": "drug-seizures", "area": "Cleveland", "period": "2016/17"}
    run(
        "publish",
        "--reason",
        "all",
        "--accept-warnings",
        council=template(
            [
                ADULTS | {"count": "100"},
                ADULTS | {"count": "90", "period": "2022/23"},
                seizures | {"count": "1853"},
                seizures | {"count": "155", "breakdown": "drug=heroin"},
            ]
        ),
    )

    assert {line["area_name"] for line in _figures(run("figures", "--area", "Barnet"))} == {"Barnet"}
    assert len(_figures(run("figures", "--indicator", "drug-seizures"))) == 2
    assert [line["value"] for line in _figures(run("figures", "--period", "2022/23"))] == ["90"]
    assert [line["value"] for line in _figures(run("figures", "--area", "Barnet", "--until", "Mar 2023"))] == ["90"]
    assert [line["value"] for line in _figures(run("figures", "--breakdown", "drug=heroin"))] == ["155"]


def test_figures_of_a_partnership_are_worked_out_from_its_authorities(run):
    rows = [
        PRESENTATIONS | {"area": area, "count": count} for area, count in (("E06000063", "30"), ("E06000064", "15"))
    ]
    run("publish", "--reason", "Q1", council=template(rows))

    (line,) = _figures(run("figures", "--area", "cdp-cumbria"))

    assert (line["numerator"], line["source"]) == ("45", "worked out here from its authorities")


def test_a_figure_is_judged_alike_whether_or_not_others_are_asked_for(run):
    care = {"indicator": "coc-engaged-21-days"}
    rows = [
        care
        | {"area": area, "period": f"20{year}/{year + 1}", "count": str(40 + at * (year - 18)), "denominator": "100"}
        for year in range(18, 24)
        for at, area in enumerate(("E92000001", "Barnet", "E06000063", "E06000064"))
    ]
    run("publish", "--reason", "all", "--accept-warnings", council=template(rows))
    everything = _figures(run("figures"))

    for place, code in (("Barnet", "E09000003"), ("cdp-cumbria", "cdp-cumbria"), ("England", "E92000001")):
        own = [line for line in everything if line["area"] == code]
        assert own == _figures(run("figures", "--area", place))
        newest = [line for line in own if line["period"] == "2023/24"]
        assert newest == _figures(run("figures", "--area", place, "--period", "2023/24"))
        assert newest[0]["trend"]
        assert newest[0]["comparator"] == ("" if place == "England" else "England")


def test_indicators_are_listed_with_their_owners(run):
    assert "coc-engaged-21-days" in run("indicators").stdout
    assert len(json.loads(run("indicators", "--json").stdout)) == 112


def test_a_template_is_recognised_as_ours_and_a_blank_one_gives_nothing(run):
    template_of_police = run("template", "police").stdout_bytes

    result = run("check", police=template_of_police)

    assert result.exit_code == 1
    assert "(Our template," in result.stdout
    assert "were left blank and are not sent" in result.stdout


def test_without_a_command_the_dashboard_starts_on_what_there_is(run, sqlite_address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite://")  # put back after the test, which sets it
    run("begin")
    result = CliRunner().invoke(
        commands(lambda settings, **options: run.served.append((settings, options))),
        ["--no-browser", "--database", sqlite_address],
    )

    assert result.exit_code == 0
    ((settings, options),) = run.served
    assert (settings.database_url, options) == (sqlite_address, {"open_browser": False})
    assert len(_figures(run("figures", "--period", "2024/25"))) > 5


def test_a_refusal_is_a_sentence_and_never_a_traceback(run):
    result = CliRunner().invoke(commands(print), ["figures", "--database", "nonsense"])

    assert result.exit_code == 2
    assert "The address of the database (DATABASE_URL, --database) cannot be used." in result.output
    assert "Traceback" not in result.output


def test_a_setting_that_cannot_be_used_is_told_kindly(monkeypatch):
    monkeypatch.setenv("DASHBOARD_PORT", "abc")
    result = CliRunner().invoke(commands(print), ["--no-browser"])

    assert result.exit_code == 2
    assert "The setting DASHBOARD_PORT holds “abc”, which cannot be used." in result.output


@pytest.mark.parametrize("number", ["99999999999", "99999999999999999999", "0"])
def test_undo_of_a_number_beyond_all_numbers_says_there_is_none(run, number):
    run("publish", "--reason", "Q1", council=GOOD)

    assert f"There is no revision {number}. The newest is 1." in run("undo", number, "--reason", "a mistake").output


def test_figures_are_compared_with_whom_the_call_says(run):
    care = {"indicator": "coc-engaged-21-days", "period": "2023/24"}
    rows = [care | {"area": area, "count": n, "denominator": "100"} for area, n in (("Barnet", "40"), ("Leeds", "50"))]
    run("publish", "--reason", "a reason", "--accept-warnings", care=template(rows))

    (line,) = _figures(run("figures", "--area", "Barnet", "--compare", "Leeds"))
    assert (line["comparison"], line["comparator"], line["comparator_value"]) == ("worse", "Leeds", "50")
    assert _figures(run("figures", "--area", "Barnet"))[0]["comparator"] == "England"

    unknown = run("figures", "--compare", "neighbours")
    assert unknown.exit_code == 2
    assert "There is no list of statistical neighbours yet." in unknown.output


WORKBOOK = b"Partnership,Starters,Leavers\nBarnet,385,40\n"
MAPPING = Mapping(
    name="Local outcomes",
    columns=(
        MappedColumn(heading="partnership", part=Part.AREA),
        MappedColumn(heading="starters", part=Part.COUNT, indicator="new-presentations"),
        MappedColumn(heading="leavers", part=Part.NOT_READ),
    ),
)


def test_check_and_publish_use_the_mappings_that_are_kept_and_are_told_what_no_column_says(run, sqlite_database):
    mapping.keep(sqlite_database, LOCAL_USER, MAPPING)

    unsaid = run("check", outcomes=WORKBOOK)
    assert (unsaid.exit_code, "error period_is_said" in unsaid.output) == (1, True)
    assert run("check", "--period", "2024/25", outcomes=WORKBOOK).exit_code == 0
    published = run("publish", "--period", "2024/25", "--reason", "Q4", outcomes=WORKBOOK)
    assert "accepted (mapping “Local outcomes”, 1 rows)" in published.output
    (line,) = _figures(run("figures"))
    assert (line["indicator"], line["area_name"], line["period"]) == ("new-presentations", "Barnet", "2024/25")


def test_check_makes_no_database(run, tmp_path):
    assert run("check", council=GOOD).exit_code == 0
    assert not list(tmp_path.glob("*.db"))


def test_mappings_are_listed_and_forgotten(run, sqlite_database):
    mapping.keep(sqlite_database, LOCAL_USER, MAPPING)

    listed = run("mappings").output
    assert "Local outcomes: kept by local user on " in listed
    assert "  partnership: the area: its code or its name" in listed
    assert "  starters: a count, of new-presentations" in listed
    assert run("mappings", "--forget", "Outcomes").exit_code == 2
    assert run("mappings", "--forget", "local outcomes").output == (
        "No mapping is kept. They are made on the upload page.\n"
    )


RETURN = ("police", "--quarter", "2026/27 Q1", "--area", "Leeds")


def test_a_return_is_written_for_a_quarter_and_an_area(run):
    run("publish", "--reason", "r", council=GOOD)
    rows = _figures(run("template", *RETURN))

    assert {row["period"] for row in rows} >= {"Apr to Jun 2026", "12 months to Jun 2026"}
    assert {row["area_name"] for row in rows} == {"Leeds", "West Yorkshire"}
    assert "last_value" in _figures(run("template", *RETURN, "--last"))[0]
    assert run("template", *RETURN, "--xlsx").stdout_bytes.startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("police", "--quarter", "2026/27 Q1"), "A return needs both --quarter and --area"),
        (("police", "--xlsx"), "A return needs both --quarter and --area"),
        (
            ("police", "--quarter", "2026 Q2", "--area", "Leeds"),
            "could be April to June 2026 or July",
        ),
        (("police", "--quarter", "2026/27 Q1", "--area", "Leedz"), "Did you mean Leeds"),
    ],
)
def test_a_return_that_cannot_be_made_ends_as_an_unusable_call(run, arguments, said):
    run("publish", "--reason", "r", council=GOOD)
    result = run("template", *arguments)

    assert result.exit_code == 2
    assert said in " ".join(result.output.split())


def test_a_file_is_kept_for_the_partnership(run, sqlite_address):
    run("publish", "--reason", "Q1", "--for-partnership", council=GOOD)
    run("publish", "--reason", "Q1 again", council=GOOD)

    database = Database(sqlite_address)
    with database.reading() as session:
        kept = [set(figures_store.of_revision(session, number)["audience"]) for number in (1, 2)]
    database.close()
    assert kept == [{"partnership"}, {"measure"}]


def test_a_publication_is_not_kept_for_the_partnership(run):
    sample = ROOT / "tests" / "samples" / "layouts" / "good" / "crime-outcomes.csv"

    result = run(
        *("publish", "--reason", "Outcomes", "--accept-warnings", "--for-partnership"), outcomes=sample.read_bytes()
    )

    assert result.exit_code == 1
    assert "This file is a publication, which everybody can read where it was published" in result.stderr
    assert run("publish", "--reason", "Outcomes", "--accept-warnings", outcomes=sample.read_bytes()).exit_code == 0
