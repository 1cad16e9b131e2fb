"""A headless Chromium that looks at TensorBoard, through its shadow roots."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

SECONDS = 8
BINARIES = ("chromium", "chromedriver")
# `querySelectorAll` stops at shadow roots.
_ALL = """
function all(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  for (const element of root.querySelectorAll("*")) {
    if (element.shadowRoot) found.push(...all(element.shadowRoot, selector));
  }
  return found;
}
return all(document, arguments[0]).map(element => %s);
"""


def missing():
    """Return the names of the programs that are not installed."""
    return [name for name in BINARIES if shutil.which(name) is None]


def start(profile):
    """Start Chromium with a new profile in an empty folder."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for switch in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "window-size=1280,800",
        f"user-data-dir={profile}",
    ):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options, Service(shutil.which("chromedriver")))


@dataclass(frozen=True)
class Browser:
    """A page of TensorBoard.

    Attributes:
        driver: the browser.
        screenshots: folder that takes them.
    """

    driver: webdriver.Chrome
    screenshots: Path

    def open(self, url, tab, **query):
        """Open a tab of TensorBoard from an empty page."""
        self.driver.get("about:blank")
        fragment = "&".join([tab, *(f"{name}={value}" for name, value in query.items())])
        self.driver.get(f"{url}#{fragment}")

    def all(self, selector, expression="element.textContent.trim()"):
        """Evaluate a JavaScript expression of each `element` that a CSS selector finds."""
        return self.driver.execute_script(_ALL % expression, selector)

    def frames(self, depth):
        """Enter a frame in a frame."""
        for _ in range(depth):
            frame = self.wait(lambda: self.driver.find_elements("css selector", "iframe"))
            self.driver.switch_to.frame(frame[0])

    def wait(self, condition):
        """Wait until a function returns something true, and return that."""
        return WebDriverWait(self.driver, SECONDS, 0.1).until(lambda _driver: condition())

    def screenshot(self, name):
        """Save what the page looks like."""
        assert self.driver.save_screenshot(str(self.screenshots / f"{name}.png"))

    def errors(self):
        """Return what the page complained about since the last call."""
        log = self.driver.get_log("browser")
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]
