"""What every page stands in: its name, its style, its scripts, among them what mends it for assistive technology."""

from functools import cache
from pathlib import Path

import streamlit as st

NAME = "Combating Drugs Partnership dashboard"
_LOGO = Path(__file__).parents[1] / "static" / "logo.svg"

# The uploader's drop zone carries two roles at once, which screen readers resolve differently; the picture
# that holds our name comes without words; how far the screening of a file has come is told without being asked.
_MEND = f"""
<script>
  const mend = () => {{
    document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')
      .forEach(zone => zone.setAttribute('role', 'group'));
    document.querySelectorAll('.st-key-progress_step')
      .forEach(step => step.getAttribute('role') !== 'status' && step.setAttribute('role', 'status'));
    document.querySelectorAll('img.stLogo')
      .forEach(logo => logo.alt !== '{NAME}' && (logo.alt = '{NAME}'));
  }};
  new MutationObserver(mend).observe(document.body, {{childList: true, subtree: true}});
  mend();
</script>
"""


@cache
def _style() -> str:
    return f"<style>{_beside('style.css')}</style>"


@cache
def _scripts() -> str:
    return f"{_MEND}<script>{_beside('links.js')}</script>"


def _beside(name: str) -> str:
    return (Path(__file__).parent / name).read_text("utf-8")


def entitle(*parts: str) -> None:
    """Put what the page is about in front of our name, in the title of its tab and in the browser's history."""
    about = ", ".join(filter(None, parts))
    st.set_page_config(page_title=f"{about} – {NAME}")


def dress() -> None:
    """Put our name and our style on the page."""
    st.set_page_config(page_title=NAME, layout="wide")
    st.logo(_LOGO, size="large")
    st.html(_style())
    with st.container(key="mend"):
        st.html(_scripts(), unsafe_allow_javascript=True)
