"""Take the README's screenshots: `python -m tests.tensorboard graphs RUN_DIR docs/images`."""

import argparse
import tempfile
import time
from pathlib import Path

from tests.tensorboard import browser
from tests.tensorboard.conftest import tensorboard_serving

# What a tab draws last, and the height that holds it.
TABS = {"graphs": ("g.node[data-name]", 780), "scalars": ("path.line", 1010)}


def main():
    """Save what a tab shows of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tab", choices=TABS)
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    element, height = TABS[arguments.tab]
    with tempfile.TemporaryDirectory() as profile, tensorboard_serving(arguments.run) as (_, url):
        driver = browser.start(profile)
        page = browser.Browser(driver, arguments.folder)
        try:
            driver.set_window_size(1000, height)
            page.open(url, arguments.tab)
            page.wait(lambda: page.all(element))
            time.sleep(2)  # The pages move their elements into place.
            page.screenshot(f"tensorboard-{arguments.tab}")
        finally:
            driver.quit()


if __name__ == "__main__":
    main()
