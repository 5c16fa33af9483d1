"""Saying on the upload page what the columns of an unknown file hold, once; the next file is read by itself."""

from tests.screens import words
from tests.workbooks import Sheet, xlsx

FIRST = b"Partnership,Reporting year,Adults seen,Sort\nBarnet,2023/24,385,<b>all</b>\nLeeds,2023/24,1402,\n"
NEXT = b"Sort,Partnership,Reporting year,Adults seen\nall,Barnet,2024/25,402\n"
QUARTERS = b"Partnership,Q1 2025,Q2 2025\nBarnet,12,\nLeeds,14,15\n"
BY_MEASURE = b"Local outcomes\nMeasure,Latest,Direction\n*Started*,12 / 31,up\nNobody's,3,down\n"


def _asked(page, label: str):
    found = [one for one in (*page.selectbox, *page.text_input) if one.label.replace("\\", "") == label]
    assert len(found) == 1, [one.label for one in (*page.selectbox, *page.text_input)]
    return found[0]


def _send(page, content: bytes, name: str = "outcomes.csv"):
    page.file_uploader[0].upload(name, content).run()
    return page


def _keep(page, name: str = "Local outcomes workbook"):
    _asked(page, "Keep this under a name, such as Local outcomes workbook").set_value(name).run()
    page.button(key="keep_mapping").click().run()
    assert not page.exception
    return page


def test_an_unknown_file_is_told_once_published_and_the_next_is_read_by_itself(app):
    page = _send(app("upload"), FIRST)
    assert page.header[0].value == "Say what each column holds"
    assert _asked(page, "What “Partnership” holds").value == "area"
    assert "Our guess: 2 of 2 cells are names of areas." in words(page)
    assert "such as \\\\<b\\\\>all\\\\</b\\\\>" in words(page)
    assert "Say which measure “adults seen” is of, or leave it unread." in page.warning[0].value

    _asked(page, "Measure of “Adults seen”").set_value("new-presentations").run()
    assert not page.warning
    _keep(page)
    assert page.info[0].value.startswith("Read with the mapping “Local outcomes workbook”, kept by local user on ")
    assert page.success[0].value == "**Accepted.** 1 measure with 2 figures can be published."
    page.text_input(key="reason").set_value("First").run()
    page.button(key="publish").click().run()
    assert "Published as revision 1: 2 figures of 1 measure" in page.success[0].value

    _send(page, NEXT, "next.csv")
    assert "recognised as **mapping “Local outcomes workbook”**" in words(page)
    assert page.success[0].value == "**Accepted.** 1 measure with 1 figure can be published."
    assert "Say what each column holds" not in words(page)


def test_a_kept_mapping_is_changed_and_forgotten(app):
    page = _send(app("upload"), FIRST)
    _asked(page, "Measure of “Adults seen”").set_value("new-presentations").run()
    _keep(page)

    next(one for one in page.button if one.label == "Change what its columns hold").click().run()
    assert "Our guess: as kept in “Local outcomes workbook”." in words(page)
    _asked(page, "Measure of “Adults seen”").set_value("adults-in-treatment").run()
    page.button(key="keep_mapping").click().run()
    assert "Adults in treatment" in words(page)
    assert "New presentations" not in words(page)

    assert "Kept mappings: 1" in [one.label for one in page.expander]
    page.selectbox(key="mapping_forgotten").set_value("Local outcomes workbook").run()
    page.button(key="forget_mapping").click().run()
    assert page.error[0].value.endswith("Say below what each column holds, and it is read anew.")
    assert page.header[0].value == "Say what each column holds"


def test_what_is_wrong_with_a_mapping_is_told_and_the_file_stays_unread(app):
    page = _send(app("upload"), FIRST)
    _asked(page, "What “Sort” holds").set_value("area").run()
    _keep(page, "")

    assert page.error[-1].value.startswith("Give the mapping a name, such as the name of the workbook.")
    assert "“partnership” and “sort” are each said to hold the area" in page.error[-1].value


def test_periods_that_could_be_two_empty_cells_and_one_measure_for_all_columns_are_asked(app):
    page = _send(app("upload"), QUARTERS)
    assert _asked(page, "“q1 2025” is").options == ["April to June 2025", "January to March 2025"]
    _asked(page, "Of which measure are the columns that have none chosen?").set_value("new-presentations").run()
    _asked(page, "What does an empty cell mean?").set_value("hidden").run()
    _keep(page)

    assert page.success[0].value == "**Accepted.** 1 measure with 4 figures can be published."
    assert "April to June 2025" in words(page)
    assert "hidden by the source to protect people" in words(page)


def test_what_no_column_says_is_asked_and_the_measures_of_the_rows_are_named(app):
    page = _send(app("upload"), BY_MEASURE)
    _asked(page, "“*Started*” is").set_value("treatment-progress").run()
    _keep(page)
    assert "Period is said (error, 1)" in [one.value for one in page.subheader]

    _asked(page, "Which area is this file for?").set_value("E09000003").run()
    period = "Which period is this file for? Such as 2024/25 Q1, or 12 months to Jun 2025"
    _asked(page, period).set_value("lately").run()
    assert "“lately” is not a period" in page.warning[0].value.replace("\\", "")
    _asked(page, period).set_value("2024/25").run()
    assert page.success[0].value == "**Accepted.** 1 measure with 1 figure can be published."
    assert "12 of 31" in words(page)
    assert "nobody has said which measure it is" in words(page)


def test_a_table_of_very_many_columns_is_not_gone_through_by_hand(app):
    headings = ["Area", "Year", *(f"Count {at}" for at in range(60))]
    row = ["Barnet", "2024/25", *("1" for _ in range(60))]
    page = _send(app("upload"), f"{','.join(headings)}\n{','.join(row)}\n".encode())

    said = "This table has 62 columns. Remove those you do not need: 60 can be gone through here."
    assert page.warning[0].value == said
    assert not page.button


def test_each_table_of_a_workbook_is_told_on_its_own(app):
    first = [["Partnership", "Reporting year", "New presentations"], ["Barnet", "2024/25", 385]]
    second = [["Authority", "Reporting year", "Naloxone kits"], ["Barnet", "2024/25", 12]]
    page = _send(app("upload"), xlsx(Sheet("Starts", first), Sheet("Kits", second)), "outcomes.xlsx")

    assert _asked(page, "Which table?").options == [
        "Starts, Partnership, Reporting year, New presentations",
        "Kits, Authority, Reporting year, Naloxone kits",
    ]
    _keep(page, "Starts")
    assert page.success[0].value == "**Accepted.** 1 measure with 1 figure can be published."

    next(one for one in page.button if one.label == "Change what its columns hold").click().run()
    _asked(page, "Which table?").set_value(1).run()
    _asked(page, "Measure of “Naloxone kits”").set_value("adults-in-treatment").run()
    _keep(page, "Kits")
    assert page.success[0].value == "**Accepted.** 2 measures with 2 figures can be published."
    assert len([one for one in page.info if one.value.startswith("Read with the mapping")]) == 2
