"""The checks as people read them: all of them explained, and what they found by check."""

from dashboard.intake.registry import EVERY_CHECK
from tests.figures import template
from tests.screens import words

BAD = {"indicator": "adults-in-treatment", "area": "Atlantis", "period": "2023/24", "count": "lots"}


def test_the_definitions_page_explains_every_check(app):
    said = words(app("definitions"))

    for check in EVERY_CHECK:
        assert check.title in said


def test_the_upload_page_tells_findings_by_check_and_offers_the_file_with_its_faults_marked(app):
    page = app("upload")
    page.file_uploader[0].upload("council.csv", template([BAD, BAD | {"area": "Lemuria"}])).run()

    assert {one.value for one in page.subheader} == {"Area is known (error, 2)", "Numbers are numbers (error, 1)"}
    assert "Your file with the faults marked" in words(page)


def test_the_upload_page_offers_no_marked_copy_of_a_file_about_people(app):
    page = app("upload")
    page.file_uploader[0].upload(
        "people.csv", b"Forename,indicator,area,period,count\nImaginary,x,Leeds,2023/24,1\n"
    ).run()

    assert "Your file with the faults marked" not in words(page)
