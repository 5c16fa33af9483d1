"""Areas: codes, names, partnerships, and tables that are broken."""

import csv
import io
import json
from collections import Counter
from datetime import date

import pytest

from dashboard.domain.areas import (
    ENGLAND,
    ENGLAND_AND_WALES,
    AreaKind,
    SeveralAreas,
    UnknownArea,
    read_areas,
)
from dashboard.domain.errors import BrokenDefinition


@pytest.fixture(scope="module")
def areas(definitions):
    return definitions.areas


@pytest.fixture(scope="module")
def tables(definitions):
    return json.loads(definitions.text)["reference"]


@pytest.fixture(scope="module")
def authorities(areas):
    """The authorities of today."""
    return [area for area in areas.of_kind(AreaKind.AUTHORITY) if area.ended is None]


def test_england_has_153_authorities_each_once(authorities):
    # 63 unitary authorities, 36 metropolitan boroughs, 33 in London, 21 counties: ONS, after April 2023.
    kinds = Counter(area.code[:3] for area in authorities)

    assert kinds == {"E06": 63, "E08": 36, "E09": 33, "E10": 21}
    assert len({area.name for area in authorities}) == 153


def test_the_authorities_hold_all_people_of_england(tables):
    # ONS mid-2020 estimate of England: 56,550,138.
    rows = [row for row in csv.DictReader(io.StringIO(tables["areas.csv"])) if row["status"] == "current"]
    people = {row["code"]: int(row["population_mid2020"] or 0) for row in rows}
    regions = sum(people[row["code"]] for row in rows if row["type"] == "region")
    local = sum(people[row["code"]] for row in rows if row["type"] not in ("region", "country"))

    assert local == regions == people[ENGLAND] == 56_550_138


def test_nine_regions_share_out_the_authorities(areas, authorities):
    regions = areas.of_kind(AreaKind.REGION)

    assert len(regions) == 9
    assert sorted(code for region in regions for code in region.members) == sorted(area.code for area in authorities)
    assert set(areas.at(ENGLAND).members) == {area.code for area in authorities}


def test_england_and_wales_is_no_sum_of_authorities(areas):
    assert areas.at(ENGLAND_AND_WALES).members == ()


@pytest.mark.parametrize(
    ("former", "name", "kept"),
    [
        ("E10000002", "Buckinghamshire", "E06000060"),
        ("E10000023", "North Yorkshire", "E06000065"),
        ("E10000027", "Somerset", "E06000066"),
        ("E06000048", "Northumberland", "E06000057"),
        ("E08000020", "Gateshead", "E08000037"),
        ("E08000038", "Barnsley", "E08000016"),
        ("E08000039", "Sheffield", "E08000019"),
    ],
)
def test_both_codes_of_a_recoded_area_find_it(areas, former, name, kept):
    assert areas.kept_code(former) == kept
    assert areas.at(former) == areas.at(kept)
    assert areas.called(former).code == areas.asked_for(former).code == kept
    assert areas.at(kept).name == name


@pytest.mark.parametrize(
    ("code", "name", "ended", "successors"),
    [
        ("E10000006", "Cumbria", date(2023, 3, 31), ("E06000063", "E06000064")),
        ("E10000021", "Northamptonshire", date(2021, 3, 31), ("E06000061", "E06000062")),
        ("E10000009", "Dorset", date(2019, 3, 31), ("E06000059", "E06000058")),
        ("E06000028", "Bournemouth", date(2019, 3, 31), ("E06000058",)),
    ],
)
def test_a_split_or_merged_authority_stays_an_area_that_has_ended(areas, code, name, ended, successors):
    area = areas.called(code)

    assert (area.code, area.name, area.ended, area.successors) == (code, name, ended, successors)
    assert areas.kept_code(code) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hull", "E06000010"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("Bristol UA", "E06000023"),
        ("bristol", "E06000023"),
        ("St Helens", "E08000013"),
        ("St. Helens", "E08000013"),
        ("Telford & Wrekin", "E06000020"),
        ("  Southend-on-sea ", "E06000033"),
        ("NORTH EAST", "E12000001"),
        ("Yorkshire & Humber", "E12000003"),
        ("Dorset", "E06000059"),  # the authority of today, not the county that ended
    ],
)
def test_a_published_name_finds_its_authority_or_region(areas, text, code):
    assert areas.reported(text, AreaKind.AUTHORITY).code == code


@pytest.mark.parametrize(
    ("text", "geography", "code"),
    [
        ("Durham", AreaKind.POLICE_FORCE, "E23000008"),
        ("Durham", AreaKind.AUTHORITY, "E06000047"),
        ("Durham", AreaKind.PRISON, "DMI"),
        ("London, City of", AreaKind.POLICE_FORCE, "E23000034"),
        ("Metropolitan Police", AreaKind.POLICE_FORCE, "E23000001"),
        ("Devon & Cornwall", AreaKind.POLICE_FORCE, "E23000035"),
        ("HMP Leeds", AreaKind.PRISON, "LEI"),
        ("North East", AreaKind.PROBATION_REGION, "N54"),
        ("England", AreaKind.POLICE_FORCE, ENGLAND),
        ("Blackpool", AreaKind.POLICE_FORCE, "E06000009"),  # a local extract is welcome for any measure
        ("LPI", AreaKind.AUTHORITY, "LPI"),  # a code may be of any kind
    ],
)
def test_a_name_is_looked_for_at_the_geography_of_the_measure(areas, text, geography, code):
    assert areas.reported(text, geography).code == code


def test_a_name_of_two_areas_lists_both(areas):
    with pytest.raises(SeveralAreas) as refused:
        areas.called("Wandsworth", (AreaKind.AUTHORITY, AreaKind.PRISON))

    assert "Wandsworth (authority, E09000032) or Wandsworth (prison, WWI). Use the code." in str(refused.value)


def test_a_region_and_a_partnership_of_one_name_are_not_guessed_between(areas):
    with pytest.raises(SeveralAreas, match=r"E12000005.*cdp-west-midlands"):
        areas.reported("West Midlands", AreaKind.AUTHORITY)


def test_an_unknown_name_suggests_the_nearest(areas):
    with pytest.raises(UnknownArea, match=r"“Sheffeild” is not an area we know. Did you mean Sheffield"):
        areas.reported("Sheffeild", AreaKind.AUTHORITY)


def test_an_unknown_code_says_so(areas):
    with pytest.raises(UnknownArea, match=r"no area with the code “E99999999”"):
        areas.at("E99999999")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("West Midlands", "cdp-west-midlands"),  # partnerships first
        ("Leeds", "cdp-leeds"),
        ("Hull", "cdp-kingston-upon-hull"),  # by another name of its one authority
        ("Bolton", "E08000001"),  # an authority inside a wider partnership
        ("E08000035", "E08000035"),  # a code as it is
        ("E08000038", "E08000016"),
        ("Thames Valley", "E23000029"),
        ("england", ENGLAND),
    ],
)
def test_a_person_asks_by_code_or_name_partnerships_first(areas, text, code):
    assert areas.asked_for(text).code == code


def test_a_person_is_told_when_a_name_is_not_one_area(areas):
    with pytest.raises(SeveralAreas, match=r"Norwich"):
        areas.asked_for("Norwich")


def test_every_authority_is_in_exactly_one_partnership(areas, authorities):
    members = Counter(code for area in areas.of_kind(AreaKind.PARTNERSHIP) for code in area.members)

    assert members == dict.fromkeys([area.code for area in authorities], 1)
    assert areas.partnership_of("E08000001").code == "cdp-greater-manchester"
    assert areas.partnership_of("E08000038").code == "cdp-barnsley"
    assert areas.partnership_of("E10000006") is None


def test_a_partnership_says_how_its_footprint_is_known(areas):
    evidence = Counter(area.evidence for area in areas.of_kind(AreaKind.PARTNERSHIP))

    assert evidence == {"published": 35, "inferred": 86}  # datasets/README.md, Partnerships
    assert areas.at("cdp-leeds").is_official
    assert not areas.at("cdp-halton").is_official


def test_a_partnership_of_one_authority_keeps_figures_under_its_code(areas):
    assert areas.kept_code("cdp-leeds") == "E08000035"
    assert areas.at("cdp-leeds").kind is AreaKind.PARTNERSHIP
    assert areas.kept_code("cdp-cumbria") == "cdp-cumbria"


def test_the_forces_cover_every_authority(areas, authorities):
    forces = areas.of_kind(AreaKind.POLICE_FORCE)

    assert len(forces) == 39  # territorial forces in England; British Transport Police has no area
    assert {code for force in forces for code in force.members} == {area.code for area in authorities}


def test_wider_areas_are_those_that_share_an_authority(areas):
    wider = areas.wider(areas.at("cdp-county-durham-and-darlington"), AreaKind.POLICE_FORCE)

    assert [area.name for area in wider] == ["Durham"]
    assert areas.wider(areas.at("cdp-leeds"), AreaKind.PARTNERSHIP) == []


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        ("areas.csv", ("region_code,", "region,"), "areas.csv: the column region_code is missing. Put it back."),
        ("areas.csv", ("2023-03-31", "31/03/2023"), "areas.csv: the column valid_to of .* Write a day like 2023-03-31"),
        ("areas.csv", ("E06000063|E06000064", "E06000963"), "canonical_codes of E10000006 has E06000963.*Correct"),
        ("areas.csv", ("E06000002,Middles", "E06000001,Middles"), "areas.csv: E06000001 stands twice.*Remove"),
        (
            "areas.csv",
            ("Hartlepool,unitary", ",unitary"),
            "areas.csv: the column name is empty in the row of E06000001",
        ),
        ("partnerships.csv", ("cdp-leeds,Leeds,E08000035", "cdp-leeds,Leeds,E08000935"), "cdp-leeds has E08000935"),
        ("partnerships.csv", ("cdp-leeds,Leeds,E08000035", "cdp-leeds,Leeds,"), "member_codes is empty.*Fill it in"),
        ("partnerships.csv", ("cdp-leeds,Leeds,E08000035", "cdp-leeds,Leeds,E08000034"), "E08000034 is in .* Keep it"),
        ("partnerships.csv", (",inferred,", ",guessed,"), "the column evidence of .* holds “guessed”. Write published"),
        ("police_forces.csv", ("utla_codes", "codes"), "police_forces.csv: the column utla_codes is missing"),
        ("police_forces.csv", ("E06000063|E06000064", "E06000963"), "utla_codes of E23000002 has E06000963"),
        ("prisons.csv", ("AKI,Acklington", ",Acklington"), "prisons.csv: the column nomis_code is empty"),
        ("probation_regions.csv", ("delius_code", "code"), "probation_regions.csv: the column delius_code is missing"),
    ],
)
def test_a_broken_table_names_itself_the_column_and_the_mend(tables, table, change, says):
    broken = {**tables, table: tables[table].replace(*change, 1)}
    assert broken != tables

    with pytest.raises(BrokenDefinition, match=says):
        read_areas(broken)


def test_a_missing_table_is_named(tables):
    with pytest.raises(BrokenDefinition, match=r"prisons.csv: this reference table is missing. Put it back."):
        read_areas({name: text for name, text in tables.items() if name != "prisons.csv"})
