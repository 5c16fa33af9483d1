"""Waiting: what one person sent and another publishes, or sends back."""

import streamlit as st

from dashboard.domain.access import Action, may
from dashboard.ui import review, waiting
from dashboard.ui.session import current_user

st.title("Waiting for a second person", anchor=False)
if not may(current_user(), Action.SUBMIT):
    st.markdown("What waits is for those who send figures.")
    st.stop()
review.show_last_receipt()
waiting.show_last_word()
files = waiting.open_files()
file = waiting.ask_waiting(files)
if file is not None:
    waiting.review_waiting(file)
waiting.show_decided(files)
