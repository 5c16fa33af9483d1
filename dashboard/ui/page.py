"""What every page stands in: its name, its style, the mending of what assistive technology cannot read."""

from functools import cache
from pathlib import Path

import streamlit as st

NAME = "Combating Drugs Partnership dashboard"
_LOGO = Path(__file__).parents[1] / "static" / "logo.svg"

# The uploader's drop zone carries two roles at once, which screen readers resolve differently; the menu of
# a phone is a list whose items are not its own, and is better plain links in their landmark; the picture
# that holds our name comes without words; how far the screening of a file has come is told without being asked.
_MEND = f"""
<script>
  const mend = () => {{
    document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')
      .forEach(zone => zone.setAttribute('role', 'group'));
    document.querySelectorAll('[data-testid="stSidebarNavItems"], [data-testid="stSidebarNavItems"] li')
      .forEach(item => item.getAttribute('role') !== 'none' && item.setAttribute('role', 'none'));
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
    return f"<style>{(Path(__file__).parent / 'style.css').read_text('utf-8')}</style>"


def dress() -> None:
    """Put our name and our style on the page."""
    st.set_page_config(page_title=NAME, layout="wide")
    st.logo(_LOGO, size="large")
    st.html(_style())
    with st.container(key="mend"):
        st.html(_MEND, unsafe_allow_javascript=True)
