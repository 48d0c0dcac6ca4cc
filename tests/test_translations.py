"""Finnish, Swedish and English: nothing missing, nothing out of step."""

from babel.messages.pofile import read_po

from tools.translations import compiled, folders, sources


def test_compiled_translations_are_in_step() -> None:
    found = {path for folder in folders() for path in folder.rglob("*.mo")}
    assert {path.with_suffix(".mo") for path in sources()} == found
    for path in sources():
        assert path.with_suffix(".mo").read_bytes() == compiled(path), f"make translations: {path}"


def test_every_text_is_translated_and_keeps_its_placeholders() -> None:
    problems = []
    for path in sources():
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parent.parent.name)
        for message in catalog:
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and (message.fuzzy or not all(texts)):
                problems.append(f"{path}: not translated: {message.id!r}")
            elif message.id and list(message.check(catalog)):
                problems.append(f"{path}: placeholders differ: {message.id!r}")
    assert not problems, "\n".join(problems)
