"""How translations are compared; `make messages-check` compares those of the product."""

import polib

from scripts import messages


def test_what_is_compared(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    monkeypatch.setattr(messages, "LANGUAGES", ("nb", "sv"))
    monkeypatch.setattr(messages.shutil, "which", lambda name: None)
    for language, texts in {
        "nb": {"Save": "Lagre", "%(count)d rows": "%(count)d rader"},
        "sv": {"Save": "", "Open": "Öppna", "%(count)d rows": "%(antal)d rader"},
    }.items():
        catalogue = polib.POFile()
        catalogue.extend(polib.POEntry(msgid=key, msgstr=text) for key, text in texts.items())
        messages.catalogue(language).parent.mkdir(parents=True)
        catalogue.save(str(messages.catalogue(language)))

    assert sorted(messages.problems()) == [
        "nb: 'Open' is missing",
        "sv: '%(count)d rows' has other placeholders: '%(antal)d rader'",
        "sv: 'Save' is not translated",
    ]


def test_catalogues_are_compiled_when_newer(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    source = messages.catalogue("sv")
    source.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="Open", msgstr="Öppna"))
    catalogue.save(str(source))

    messages.compile_catalogues()

    compiled = polib.mofile(str(source.with_suffix(".mo")))
    assert [(entry.msgid, entry.msgstr) for entry in compiled] == [("Open", "Öppna")]
