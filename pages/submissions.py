"""Submissions: what was sent, what was published, and taking it back."""

import streamlit as st

from dashboard.journeys import submit
from dashboard.journeys.view import open_history
from dashboard.ui import ask, history, offer
from dashboard.ui.session import current_user, open_database, open_session

st.title("Submissions", anchor=False)
history.show_last_undo()
with open_session() as session:
    past = open_history(session, current_user())
history.show_submissions(past.submissions)
chosen = history.ask_submission(past.submissions)
if chosen is not None:
    history.show_submission(chosen)
    if chosen.is_kept:
        offer.offer_original(chosen)
history.show_revisions(past.revisions)
number = history.ask_revision(past.revisions)
if number is not None:
    reason = ask.ask_reason("Reason for undoing it (kept with the new revision)", "undo_reason")
    if st.button(f"Undo revision {number}", key="undo"):
        history.keep_undo(submit.undo(open_database(), current_user(), number, reason), number)
