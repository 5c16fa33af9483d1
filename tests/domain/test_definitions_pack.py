"""Definitions: packed into one text and read back, and files that are missing or broken."""

import hashlib
import json
import shutil

import pytest

from dashboard.domain.definitions import datasets, definitions_from, pack, read_definitions, read_glossary
from dashboard.domain.errors import BrokenDefinition


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the datasets that the test may break."""
    copy = shutil.copytree(datasets(), tmp_path / "datasets")
    monkeypatch.setenv("DASHBOARD_DATASETS", str(copy))
    return copy


def test_what_is_packed_reads_back_the_same(definitions):
    files = json.loads(definitions.text)
    again = definitions_from(pack(files["indicators"], files["reference"], files["context"]))

    assert again is definitions_from(definitions.text)  # the same text is read once
    assert list(again.catalogue) == list(definitions.catalogue)
    assert list(again.areas) == list(definitions.areas)


def test_the_order_of_the_files_makes_no_difference(definitions):
    files = json.loads(definitions.text)
    backwards = dict(reversed(files["indicators"].items()))

    assert pack(backwards, files["reference"], files["context"]) == definitions.text


def test_the_checksum_is_that_of_the_text(definitions):
    assert definitions.checksum == hashlib.sha256(definitions.text.encode("utf-8")).hexdigest()


def test_a_changed_word_is_another_checksum(definitions):
    files = json.loads(definitions.text)
    name = "adults-in-treatment.toml"
    changed = files["indicators"] | {name: files["indicators"][name].replace("many local adults", "many adults")}
    other = definitions_from(pack(changed, files["reference"], files["context"]))

    assert other.checksum != definitions.checksum
    assert other.catalogue.called("adults-in-treatment").question.startswith("How many adults")


def test_the_folder_is_read(folder, definitions):
    assert read_definitions().checksum == definitions.checksum


def test_a_folder_without_a_list_of_neighbours_has_none(folder, definitions):
    (folder / "reference" / "neighbours.csv").unlink()

    assert not read_definitions().neighbours


def test_a_list_of_neighbours_is_part_of_the_definitions(folder, definitions):
    table = folder / "reference" / "neighbours.csv"
    table.write_text("area,neighbour,rank,source,edition\nE09000003,E09000010,1,Invented,1\n", "utf-8")

    made = read_definitions()
    assert made.neighbours.of == {"E09000003": ("E09000010",)}
    assert made.checksum != definitions.checksum
    assert definitions_from(made.text) is made


def test_a_broken_list_of_neighbours_names_the_file(folder):
    (folder / "reference" / "neighbours.csv").write_text("area,rank\n", "utf-8")

    with pytest.raises(BrokenDefinition, match=r"neighbours.csv: the column neighbour is missing. Put it back"):
        read_definitions()


def test_a_mark_that_a_spreadsheet_puts_first_is_no_fault(folder, definitions):
    table = folder / "reference" / "partnerships.csv"
    table.write_text(table.read_text("utf-8"), "utf-8-sig")

    assert list(read_definitions().areas) == list(definitions.areas)


def test_a_file_in_another_encoding_says_so(folder):
    (folder / "reference" / "prisons.csv").write_bytes("nomis_code,name\nPRI,Ynys Môn".encode("cp1252"))

    with pytest.raises(BrokenDefinition, match=r"prisons.csv: the file cannot be read .* Put it back as UTF-8"):
        read_definitions()


def test_an_empty_catalogue_says_so(folder):
    shutil.rmtree(folder / "indicators")

    with pytest.raises(BrokenDefinition, match=r"There is no indicator in .* Put the catalogue back"):
        read_definitions()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("indicator,area", "measure,area"), "context.csv: the column indicator is missing. Put it back."),
        (("dtoa-tests", "dtoa-test"), "the column indicator holds “dtoa-test”.*Did you mean dtoa-tests"),
        (("E92000001", "E92"), "the column area holds “E92”"),
        (("40.7", "about 41"), "the columns period and value of coc-engaged-21-days hold “2023” and “about 41”"),
        (("2022-03-01/25m", "spring"), "the columns period and value of dtoa-tests hold “spring”"),
    ],
)
def test_a_quoted_figure_that_no_page_could_show_is_refused(folder, change, says):
    table = folder / "published" / "context.csv"
    table.write_text(table.read_text("utf-8").replace(*change, 1), "utf-8")

    with pytest.raises(BrokenDefinition, match=says):
        read_definitions()


def test_the_glossary_is_in_order_of_letters():
    terms = [term for term, _ in read_glossary()]

    assert "Naloxone" in terms
    assert terms == sorted(terms, key=str.casefold)


def test_a_glossary_without_its_columns_says_so(folder):
    (folder / "reference" / "glossary.csv").write_text("word,meaning\nADDER,A programme\n", "utf-8")

    with pytest.raises(BrokenDefinition, match=r"glossary.csv: the column term is missing"):
        read_glossary()
