"""A real Chromium for every test here: skipped where there is none, but not in continuous integration."""

import os

import pytest

from tests.browser.screenshots import browser, chromium


@pytest.fixture(scope="module")
def window():
    """The browser, without a window. Of a module, since an open one keeps other tests from running event loops."""
    if chromium() is None:
        missing = "no Chromium or Chrome was found on this machine: the browser tests need one"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with browser() as opened:
        yield opened
