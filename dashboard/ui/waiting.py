"""Files that wait for a second person: the list, the review made anew, publishing and sending back."""

import streamlit as st

from dashboard.domain.access import is_person
from dashboard.domain.findings import Finding, Verdict
from dashboard.domain.wording import counted
from dashboard.journeys import second_person
from dashboard.journeys.second_person import WaitingFile
from dashboard.journeys.submit import Preview
from dashboard.reports.tables import table
from dashboard.ui import ask, changes, progress, review
from dashboard.ui.navigation import link_to_page
from dashboard.ui.plain import plain
from dashboard.ui.session import current_user, open_database, open_session, today
from dashboard.ui.tables import show_table

LATEST = 10  # files that were sent back or taken back
_HELD = ("waiting_previewed", "waiting_preview", "waiting_reason", "waiting_answer", "waiting_number")


def keep_sent(file: WaitingFile) -> None:
    """Keep word of a file that waits now, clear it away, and show the page anew."""
    _say(
        f"{file.file_name} waits for a second person: {counted(file.figures, 'figure')}. Nothing is published yet. "
        "You can take it back on the page Waiting."
    )
    progress.clear_file()
    st.rerun()


def show_last_word() -> None:
    """Show what was just done with a file that waits, once."""
    words = st.session_state.pop("waiting_said", None)
    if words:
        st.success(plain(words))


def _say(words: str) -> None:
    st.session_state["waiting_said"] = words


def offer_waiting() -> None:
    """On the page where files are sent, say that another person publishes them, and where."""
    st.markdown("What you send is published by a second person: it waits until somebody else has looked at it.")
    link_to_page("waiting", "What waits")


def open_files() -> list[WaitingFile]:
    """Return the files that wait and those that waited."""
    with open_session() as session:
        return second_person.open_waiting(session, current_user())


def ask_waiting(files: list[WaitingFile]) -> WaitingFile | None:
    """List the files that wait, and ask which one to look at."""
    waits = {file.number: file for file in files if not file.outcome}
    if not waits:
        st.info("No file waits. What somebody sends on the upload page stands here until another person publishes it.")
        return None
    rows = [
        {
            "File": file.file_name,
            "Sent": f"{file.sent_at:%d %b %Y %H:%M} UTC",
            "By": file.sent_by,
            "Verdict": file.verdict,
            "Figures": f"{file.figures:,}",
            "Compared with": f"revision {file.based_on}" if file.based_on else "nothing published",
            "Reason": file.reason,
        }
        for file in waits.values()
    ]
    show_table(table("Files that wait", rows), figures=False)
    if st.session_state.get("waiting_number") not in waits:
        st.session_state.pop("waiting_number", None)
    number = st.selectbox(
        "A file to look at",
        list(waits),
        index=None,
        key="waiting_number",
        format_func=lambda one: f"{one}: {waits[one].file_name}",
    )
    return None if number is None else waits[number]


def show_decided(files: list[WaitingFile]) -> None:
    """List what was sent back or taken back, with the answer."""
    back = [file for file in files if file.outcome in ("sent back", "withdrawn")]
    if not back:
        return
    st.header("Not published", anchor=False)
    rows = [
        {
            "File": file.file_name,
            "Sent by": file.sent_by,
            "What became of it": f"{'sent back' if file.outcome == 'sent back' else 'taken back'} by {file.decided_by}",
            "Answer": file.answer,
        }
        for file in back[:LATEST]
    ]
    show_table(table("Files that were not published", rows), figures=False)


def review_waiting(file: WaitingFile) -> None:
    """Show what a file that waits would change now, and ask what to do with it."""
    if is_person(current_user(), file.sent_by):
        st.info("You sent this file, so another person looks at it and publishes it. You may take it back.")
        if st.button("Take it back", key="withdraw"):
            second_person.withdraw(open_database(), current_user(), file.number)
            _done(f"{file.file_name} is taken back. Nothing was published, and the file is not kept.")
        return
    preview = _hold(file.number)
    review.show_verdict(preview)
    _show_sender(file, preview)
    # Above what may be refused, for nothing below a refusal is drawn.
    st.button("Look at it anew", key="anew", on_click=_look_anew)
    review.show_findings(preview.screening.errors, "What cannot be published")
    ticked = review.ask_ticks(preview.screening.warnings, preview)
    if preview.screening.taken:
        changes.show_changes(preview)
    review.show_notices(preview)
    if preview.screening.taken:
        _ask_publish(file, preview, ticked)
    _ask_back(file)


def _show_sender(file: WaitingFile, preview: Preview) -> None:
    ticked = " and ticked its warnings" if file.verdict == Verdict.WARNINGS else ""
    st.markdown(plain(f"{file.sent_by} sent it{ticked}. Their reason: {file.reason}"))
    if file.for_partnership:
        st.info("Its sender keeps it for members of the partnership: nobody else will read these figures.")
    if preview.based_on != file.based_on:
        st.warning(
            f"Something was published since {plain(file.sent_by)} sent it: they saw revision {file.based_on}. "
            f"What you see is compared with revision {preview.based_on}."
        )


def _ask_publish(file: WaitingFile, preview: Preview, ticked: list[Finding]) -> None:
    st.session_state.setdefault("waiting_reason", file.reason)
    reason = ask.ask_reason("Reason (kept with the revision)", "waiting_reason")
    if st.button(review.publish_label(preview), type="primary", key="publish"):
        user, database = current_user(), open_database()
        receipt = second_person.publish(database, user, file.number, preview, reason, ticked)
        _forget()
        review.keep_receipt(receipt)


def _ask_back(file: WaitingFile) -> None:
    answer = ask.ask_reason(f"Or send it back to {plain(file.sent_by)}, and say why", "waiting_answer")
    if st.button("Send it back", key="send_back"):
        second_person.send_back(open_database(), current_user(), file.number, answer)
        _done(f"{file.file_name} is sent back to {file.sent_by}. Nothing was published, and the file is not kept.")


def _hold(number: int) -> Preview:
    """Return the review of a file that waits, made once: what was shown is what will be published."""
    if st.session_state.get("waiting_previewed") != number:
        for name in ("waiting_reason", "waiting_answer"):
            st.session_state.pop(name, None)
        preview = second_person.review(open_database(), current_user(), number, today())
        st.session_state["waiting_previewed"], st.session_state["waiting_preview"] = number, preview
    held: Preview = st.session_state["waiting_preview"]
    return held


def _look_anew() -> None:
    st.session_state.pop("waiting_previewed", None)


def _done(words: str) -> None:
    _say(words)
    _forget()
    st.rerun()


def _forget() -> None:
    for name in _HELD:
        st.session_state.pop(name, None)
