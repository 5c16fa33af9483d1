"""What was sent and what was published: lists, and taking a revision back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.journeys.judged import HiddenAnew
from dashboard.journeys.sent import Outcome
from dashboard.journeys.submit import Receipt
from dashboard.journeys.view import PastRevision, PastSubmission
from dashboard.reports.tables import Cell, Table, table
from dashboard.ui.plain import plain
from dashboard.ui.review import show_findings
from dashboard.ui.tables import show_table

NEWEST = 10  # rows; the others wait to be opened
ROWS = 30  # of the measures of a file, or of what was hidden anew, likewise
KINDS = {
    "publish": "published",
    "undo": "undid revision",
    "definitions": "definitions changed",
    "hiding": "hidden anew",
}


def show_submissions(submissions: list[PastSubmission]) -> None:
    """List the files that were sent, and the findings of each."""
    st.header("Files sent", anchor=False)
    if not submissions:
        st.info("No file has been sent yet. The upload page takes the first, and offers a template for each agency.")
        return
    rows = [
        {
            "File": one.file_name,
            "Sent": f"{one.received_at:%d %b %Y %H:%M} UTC",
            "By": one.received_by,
            "Layout": one.layout or "not recognised",
            "Verdict": one.verdict,
            "Figures": f"{one.figures:,}",
            "Revision": _became(one),
        }
        for one in submissions
    ]
    _show_newest(rows, "Files sent", "Earlier files")


def _became(one: PastSubmission) -> str:
    """The revision that a file became, else what a second person decided, or that it waits for one."""
    words = {None: "none", "": "waits", "withdrawn": "taken back"}
    return str(one.revision or words.get(one.waited, one.waited))


def ask_submission(submissions: list[PastSubmission]) -> PastSubmission | None:
    """Ask which file to look at more closely, if any."""
    if not submissions:
        return None
    label = "A file more closely"
    return st.selectbox(label, submissions, format_func=lambda one: f"{one.number}: {one.file_name}", index=None)


def show_outcome(submission: PastSubmission, outcome: Outcome) -> None:
    """Show what became of every measure of a file, and its findings."""
    _show_fates(submission, outcome)
    if outcome.is_kept and not outcome.may_fetch:
        st.markdown(plain(outcome.who_may))
    if submission.findings:
        show_findings(submission.findings, f"Findings of {submission.file_name}")
    else:
        st.info(plain(f"There was nothing to find fault with in {submission.file_name}."))


def _show_fates(submission: PastSubmission, outcome: Outcome) -> None:
    st.header(plain(f"What became of {submission.file_name}"), anchor=False)
    rows = [
        {
            "Measure": one.measure,
            "What became of it": one.became,
            "Figures": f"{one.figures:,}" if one.figures else "",
            "Why": one.why,
        }
        for one in outcome.fates
    ]
    if not rows:
        st.info("Nothing was written down about its measures.")
        return
    _show_first(table("What became of every measure", rows).filled(), "The other measures")


def _show_first(whole: Table, others: str, *, figures: bool = True) -> None:
    """Show the first rows of a table, and let the others wait."""
    show_table(replace(whole, rows=whole.rows[:ROWS]), figures=figures)
    if len(whole) > ROWS:
        with st.expander(f"{others}: {len(whole) - ROWS:,}"):
            show_table(replace(whole, title=others, rows=whole.rows[ROWS:]), figures=figures)


def show_revisions(revisions: list[PastRevision]) -> None:
    """List what was published."""
    st.header("Revisions", anchor=False)
    if not revisions:
        st.info("Nothing has been published yet.")
        return
    rows: list[dict[str, Cell]] = [
        {
            "Revision": one.number,
            "What": f"{KINDS[one.kind]} {one.undoes or ''}".strip(),
            "When": f"{one.made_at:%d %b %Y %H:%M} UTC",
            "By": one.made_by,
            "Reason": one.reason,
        }
        for one in revisions
    ]
    _show_newest(rows, "Revisions", "Earlier revisions")


def _show_newest(rows: Sequence[Mapping[str, Cell]], title: str, earlier: str) -> None:
    """Show the first rows of a table, which are the newest, and let the others wait."""
    show_table(table(title, rows[:NEWEST]), figures=False)
    if len(rows) > NEWEST:
        with st.expander(f"{earlier}: {len(rows) - NEWEST}"):
            show_table(table(earlier, rows[NEWEST:]), figures=False)


def ask_judgement(revisions: list[PastRevision], hid: Mapping[int, int]) -> int | None:
    """Ask which revision that hid figures anew to look at more closely, if there are any; ``hid`` is how many by it."""
    days = {one.number: one.made_at for one in revisions}
    names = {number: f"{number}: {days[number]:%d %b %Y}, {many:,} hidden" for number, many in hid.items()}
    if not names:
        return None
    return st.selectbox("What a revision hid anew", names, format_func=names.__getitem__, index=None, key="judgement")


def show_judgement(receipt: HiddenAnew) -> None:
    """Show what a revision hid in every revision, why, and for whose protection."""
    st.markdown(plain(receipt.words))
    if len(receipt.figures):
        _show_first(receipt.figures, "The other figures", figures=False)


def ask_revision(revisions: list[PastRevision]) -> int | None:
    """Ask which revision to undo, if any."""
    numbers = [one.number for one in revisions if one.kind in ("publish", "undo")]
    if not numbers:
        return None
    st.header("Undo", anchor=False)
    st.markdown(
        "Undoing puts back, figure by figure, what stood before. It is a revision itself and can be undone too."
    )
    return st.selectbox("Revision to undo", numbers, index=None, key="undo_number")


def keep_undo(receipt: Receipt, undone: int) -> None:
    """Keep the outcome of an undo, and show the page anew."""
    st.session_state["undone"] = (
        f"Revision {undone} is undone by revision {receipt.revision}: "
        f"{receipt.figures:,} figures stand again as they did before it."
    )
    for name in ("undo_number", "undo_reason"):
        st.session_state.pop(name, None)
    st.rerun()


def show_last_undo() -> None:
    """Show the outcome of the last undo, once."""
    words = st.session_state.pop("undone", None)
    if words:
        st.success(words)
