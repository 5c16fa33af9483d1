"""Who may read what: no measure of the catalogue tells everybody of one that is for the partnership."""

import json
import shutil
import tomllib

import pytest

from dashboard.domain.audiences import telling_of
from dashboard.domain.definitions import datasets, definitions_from, pack, read_definitions
from dashboard.domain.errors import BrokenDefinition

_OPENED = ('audience = "partnership"', 'audience = "public"')


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the definition files that the test may change."""
    copy = shutil.copytree(datasets(), tmp_path / "datasets")
    monkeypatch.setenv("DASHBOARD_DATASETS", str(copy))
    return copy


def _set(folder, name: str, audience: str) -> None:
    file = folder / "indicators" / f"{name}.toml"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(f'audience = "{audience}"' if one.startswith("audience") else one for one in lines))


def test_no_public_measure_is_out_of_or_adds_up_with_one_for_the_partnership():
    files = [tomllib.loads(path.read_text("utf-8")) for path in (datasets() / "indicators").glob("*.toml")]
    restricted = {one["id"] for one in files if one["audience"] == "partnership"}
    sums = [{one["id"], *one["sum_of"]} for one in files if "sum_of" in one]
    sums += [{one["id"], tie["measure"]} for one in files for tie in one.get("ties", [])]
    public = [one for one in files if one["audience"] == "public"]

    assert len(restricted) > 20
    assert [one["id"] for one in public if one.get("out_of") in restricted] == []
    assert [one for one in sums if one & restricted and one - restricted] == []


@pytest.mark.parametrize(
    ("restricted", "file", "why"),
    [
        ("licence-recalls", "recall-drugs-alcohol-reason", "it is out of licence-recalls"),
        (
            "adults-in-treatment-opiate",
            "adults-in-treatment",
            "it is the sum of others and of adults-in-treatment-opiate",
        ),
        ("possession-caution", "possession-outcomes", "it is a part of possession-caution"),
        ("adults-in-treatment", "adults-in-treatment-[a-z-]+", "it is a part of adults-in-treatment"),
    ],
)
def test_a_catalogue_that_would_tell_names_the_file_the_field_and_the_mend(folder, restricted, file, why):
    _set(folder, restricted, "partnership")
    if restricted == "adults-in-treatment":  # what is out of all in treatment would be told of first
        for name in ("residential-access", "treatment-completed-share"):
            _set(folder, name, "partnership")

    says = rf"{file}.toml: the field audience holds 'public', and {why}, .* Make it 'partnership'\."
    with pytest.raises(BrokenDefinition, match=says):
        read_definitions()


def test_definitions_that_were_kept_before_are_read_as_they_were(definitions):
    files = json.loads(definitions.text)
    name = "coc-referral-received.toml"
    then = files["indicators"] | {name: files["indicators"][name].replace(*_OPENED)}

    read = definitions_from(pack(then, files["reference"], files["context"]))

    assert read.catalogue.called("coc-referral-received").audience == "public"


def test_what_tells_of_a_measure_is_followed_step_by_step(definitions):
    # Referred out of assessed, assessed out of tested positive, tested positive out of all tested.
    assert telling_of(["dtoa-tests"], [definitions.catalogue]) == {
        *("dtoa-tests", "dtoa-non-trigger-share", "dtoa-positive-rate", "dtoa-assessment-rate"),
        "dtoa-assessment-attended",
        *("dtoa-treatment-referral", "dtoa-treatment-started"),
    }
    assert telling_of(["coc-mean-days"], [definitions.catalogue]) == {"coc-mean-days"}
