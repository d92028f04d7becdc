"""Somebody who assesses in a browser: presses, types and reads what was sent."""

import re
from contextlib import contextmanager
from io import BytesIO

from django.urls import reverse
from docx import Document
from playwright.sync_api import expect

from tests.browser.looking import EVERYTHING, PHONE, overflow

HOLD_DRAFTS = """
document.addEventListener('htmx:beforeRequest', event => {
  if (!window.maySave) event.preventDefault();
});
"""
# What has no mark yet is answered as a reader would who sees no effect.
ANSWER_THE_REST = """
form => {
  const radios = [...form.querySelectorAll('input[type=radio]')];
  for (const name of new Set(radios.map(radio => radio.name))) {
    const group = radios.filter(radio => radio.name === name);
    if (group.some(radio => radio.checked)) continue;
    (group.find(radio => radio.value === '0') || group[0]).checked = true;
  }
  form.dispatchEvent(new Event('change', { bubbles: true }));
}
"""


class Reader:
    """Somebody at the browser: presses and types by what the page says, and sees its faults.

    A database of a test that lies in memory has one connection, so only one request at a
    time: drafts are saved where the test waits for it.
    """

    def __init__(self, page, barriers, base):
        self.page, self.barriers, self.base = page, barriers, base
        self.seen = {}
        page.add_init_script(HOLD_DRAFTS)

    def let_save(self, *, may):
        self.page.evaluate("may => { window.maySave = may; }", may)

    @contextmanager
    def saving(self):
        """Let the page save, and wait until it has."""
        version = self.page.locator("#sheet-version")
        before = version.get_attribute("value")
        self.let_save(may=True)
        yield
        expect(version).not_to_have_value(before)
        expect(self.page.locator("#lagring")).to_contain_text("Draft saved")
        expect(self.page.locator("form.htmx-request")).to_have_count(0)
        self.let_save(may=False)

    def other_window(self, address):
        made = Reader(self.page.context.new_page(), self.barriers, self.base)
        made.page.goto(address)
        return made

    def open(self, name, **kwargs):
        self.page.goto(self.base + reverse(f"assessments:{name}", kwargs=kwargs))

    def look(self, heading, *, closely=False):
        """See that it is the page of the heading, and note what is wrong with it.

        Closely: where it stands as test_assessment_pages does not see it, or with LOOK=all.
        """
        expect(self.page.locator("h1")).to_have_text(heading)
        found = self.barriers(contrast=False) if closely or EVERYTHING else []
        before = self.page.viewport_size
        self.page.set_viewport_size(PHONE)
        if overflow(self.page) > 0:
            found.append(f"{overflow(self.page)} px too wide on a phone")
        self.page.set_viewport_size(before)
        if found:
            self.seen[f"{heading} {self.page.url}"] = found

    def press(self, name, *, first=False):
        button = self.page.locator("main").get_by_role("button", name=name, exact=not first)
        (button.first if first else button).click()

    def follow(self, name):
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def type(self, texts):
        for label, text in texts.items():
            self.page.get_by_label(exactly(label)).fill(text)

    def choose(self, *labels):
        for label in labels:
            self.page.get_by_label(exactly(label)).check()

    def effect(self, place, level, **words):
        """Answer one place of a sheet, as far as given."""
        self.page.locator(f"#{place} label[for$=-{level}]").click()
        for name, text in words.items():
            field = self.page.locator(f"#{place}-{name}")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    def answer_the_rest(self):
        self.page.locator("form[data-sv-save]").evaluate(ANSWER_THE_REST)


def exactly(label):
    """A label, with the mark of what must be filled in."""
    return re.compile(rf"^\s*{re.escape(label)}\W*$")


def word_file(reader, path):
    """The words of a Word file, with those of its tables."""
    answer = reader.page.request.get(reader.base + path)
    document = Document(BytesIO(answer.body()))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(part.text for part in (*document.paragraphs, *cells))
