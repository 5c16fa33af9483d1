"""What stands on every page until there is something to show: what is got ready, and how far it has come."""

from collections.abc import Callable

import streamlit as st

from dashboard.domain.progress import Step
from dashboard.ui.plain import plain

_LOOKS_EVERY = 0.5  # seconds


def show_preparing(step: Callable[[], Step | None], refusal: Callable[[], str]) -> None:
    """Show how far a first start has come, looking again by itself; the page that was asked for takes its place."""
    st.title("Getting the demonstration ready", anchor=False)
    st.markdown(
        "This dashboard starts for the first time, on invented figures of every area and agency, so that there is "
        "something to look at. The page that you asked for opens by itself when they are in."
    )

    @st.fragment(run_every=_LOOKS_EVERY)
    def follow() -> None:
        now = step()
        if now is None:
            st.rerun()
        else:
            _show(now, refusal())

    follow()


def _show(step: Step, refusal: str) -> None:
    if refusal:
        st.error(plain(f"{refusal} It is tried again every few seconds."))
        return
    st.progress(step.done / step.of if step.of else 0.0)
    with st.container(key="progress_step"):
        how_far = f" ({step.done:,} of {step.of:,})" if step.of else ""
        st.markdown(f"{plain(step.words)} …{how_far}")


def show_offer(words: str, command: str) -> None:
    """Say that the demonstration here is another than that of this version, and by which command to have that one."""
    st.caption(f"{plain(words)} `{command}`")
