"""Starting as a newcomer does: one command, a browser opens on a page with something to see."""

import os
import subprocess
import sys
import time

from tests.conftest import ROOT


def test_a_start_opens_a_browser_on_this_computer_only(sqlite_address, tmp_path):
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    environment = {**os.environ, "BROWSER": str(browser), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "dashboard", "--database", sqlite_address]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for _ in range(200):
        if opened.exists() and opened.read_text().strip():
            break
        time.sleep(0.1)
    process.terminate()
    said = process.communicate()[0].decode()

    address = opened.read_text().strip()
    assert address.startswith("http://127.0.0.1:")
    assert f"The dashboard is at {address} (Ctrl+C stops it)" in said
    assert "Traceback" not in said
