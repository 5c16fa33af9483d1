"""Waiting: what one person sent and another publishes, or sends back."""

import streamlit as st

from dashboard.ui import review, waiting

st.title("Waiting for a second person", anchor=False)
review.show_last_receipt()
waiting.show_last_word()
files = waiting.open_files()
file = waiting.ask_waiting(files)
if file is not None:
    waiting.review_waiting(file)
waiting.show_decided(files)
