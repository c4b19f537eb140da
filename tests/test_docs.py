"""README and docs/: every command is run, every snippet executed, every file read by its reader, every link looked up.

Whisper is not what is tried here: the engine `told` stands in for it (`told.py`), and the takes are made by it.
"""

from __future__ import annotations

import ast
import html
import io
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner
from docs_blocks import BLOCKS, PAGES, ROOT, Block, commands

from voice_interview import questions, rubric
from voice_interview.cli import COMMANDS, cli, filler_lists, settings
from voice_interview.model import Failure, Question
from voice_interview.pack_rules import KINDS, QUALITIES
from voice_interview.reports import content
from voice_interview.takes import Takes

pytestmark = pytest.mark.xdist_group("docs")  # the folder of takes is made once

TAKES = ("2026-03-02T18-00-00_angry-customer_3f2a", "2026-03-09T18-00-00_angry-customer_9c1b")

ELSEWHERE = {
    "practice": "opens the microphone: run in test_practice_soundcard.py",
    "doctor": "opens the microphone: run in test_cli_doctor.py; with --offline in test_cli_proof.py",
    "takes play": "opens the loudspeaker: run in test_practice_soundcard.py",
    "serve": "does not end by itself: run in test_web_server.py",
    "demo": "hears by Whisper itself: run in test_install.py",
    "cohort analyze": "starts a process for each core: run in test_cli_cohort_analyze.py",
}
"""Commands that are only parsed here, and why."""

ASKING = ("share", "takes delete")
"""Commands that ask: nobody is there to answer, so they are run with --yes."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with every file that the pages name, and two takes of one question, one of them with a comment."""
    import soundfile

    with pytest.MonkeyPatch.context() as patch:
        site = tmp_path_factory.mktemp("site")
        (site / "told-1.0.dist-info").mkdir()
        (site / "told-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: told\nVersion: 1.0\n")
        (site / "told-1.0.dist-info" / "entry_points.txt").write_text("[voice_interview.engines]\ntold = told:Told\n")
        patch.syspath_prepend(str(site))
        patch.setenv("VOICE_INTERVIEW_ENGINE", "told")
        patch.setenv("VOICE_INTERVIEW_MODEL", "tiny.en")
        patch.setenv("VOICE_INTERVIEW_CACHE", str(tmp_path_factory.mktemp("cache")))
        home = tmp_path_factory.mktemp("docs")
        patch.chdir(home)
        sound, rate = soundfile.read(ROOT / "voice_interview" / "bundled" / "demo-answer.flac", frames=25 * 16_000)
        soundfile.write("one.wav", sound, rate)
        Path("answer.txt").write_text("Last year I helped a customer. In the end she was happy.", encoding="utf-8")
        Path("values.txt").write_text("We listen first.", encoding="utf-8")
        Path("packs").mkdir()
        for name in ("my-questions.toml", "bakery.toml", "packs/bakery.toml"):
            Path(name).write_text(named("pack").text, encoding="utf-8")
        Path("counter.toml").write_text(named("rubric").text, encoding="utf-8")
        Path("FILE").touch()
        run("analyze", "one.wav", "--keep", "--question", "angry-customer", "--recordings", "recordings")
        _two_takes(Path("recordings"))
        run("comments", "add", "last", "Good.")
        run("comments", "export", "last", "-o", "comments.jsonl")
        run("share", "last", "-o", "packet.zip", "--yes")
        shutil.copytree("recordings", "course/anna")
        shutil.copy("one.wav", "course/anna/angry-customer.wav")
        shutil.copy("one.wav", "answer.m4a")  # what a file is tells its content, not its name
        yield home


def _two_takes(folder: Path) -> None:
    """The take that there is, as two of known ids, made yesterday and the day before."""
    (first,) = Takes(folder).all()
    for days, name in enumerate(reversed(TAKES), 1):
        shutil.copytree(first.folder, folder / name)
        moment = (datetime.now().astimezone() - timedelta(days=days)).isoformat(timespec="seconds")
        for file in ("take.json", "report.json"):
            path = folder / name / file
            path.write_text(
                path.read_text(encoding="utf-8").replace(first.id, name).replace(first.load().created_at, moment),
                encoding="utf-8",
            )
    first.delete()


def named(name: str) -> Block:
    (found,) = (block for block in BLOCKS if block.name == name)
    return found


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, to work in."""
    shutil.copytree(made, tmp_path / "home")
    monkeypatch.chdir(tmp_path / "home")
    return tmp_path / "home"


CALLS = [call for block in BLOCKS if block.language == "sh" for call in commands(block)]
OURS = list(dict.fromkeys(call for call in CALLS if call.startswith("voice-interview")))
OTHERS = list(dict.fromkeys(call for call in CALLS if not call.startswith("voice-interview")))


def words_of(call: str) -> list[str]:
    """As a shell hands them over."""
    here = Path()
    return [
        one
        for word in shlex.split(call)[1:]
        for one in (sorted(path.name for path in here.glob(word)) if word.startswith("*") else [word])
    ]


def elsewhere(call: str) -> str | None:
    return next((name for name in ELSEWHERE if f"{call} ".startswith(f"voice-interview {name} ")), None)


@pytest.mark.parametrize("call", [call for call in OURS if elsewhere(call) is None])
def test_the_command_works(call: str, home: Path) -> None:
    del home
    words = words_of(call)
    asks = any(f"{' '.join(words)} ".startswith(f"{name} ") for name in ASKING) and "--yes" not in words
    run(*words, *(["--yes"] if asks else []))


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("call", [call for call in OURS if elsewhere(call) is not None])
def test_the_command_can_be_meant(call: str) -> None:
    context = parsed(words_of(call))
    if context.params.get("question_id"):
        run("questions", "show", context.params["question_id"])


def parsed(words: list[str]) -> click.Context:
    """The command that is called, with its arguments and options taken in; raises click.UsageError."""
    command = cli.get_command(click.Context(cli), words[0])
    rest = words[1:]
    while isinstance(command, click.Group):
        command, rest = command.commands[rest[0]], rest[1:]
    assert command is not None, words
    return command.make_context(words[0], rest)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_no_exception_is_there_for_nothing(name: str) -> None:
    assert any(elsewhere(call) == name for call in OURS)


@pytest.mark.parametrize("call", [call for call in OTHERS if not call.startswith("curl ")])
def test_what_is_no_command_of_ours_is_there(call: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program, *rest = shlex.split(call)
    if program == "make":
        assert re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    elif program in ("pip", "pipx"):
        what = re.fullmatch(r"(?:\.|voice-interview)(?:\[(\w+)\])?", rest[1])
        assert rest[0] == "install" and what and (not what[1] or what[1] in project["optional-dependencies"])
    elif program == "dask":
        command = import_module(f"distributed.cli.dask_{rest[0]}").main
        assert command.make_context("dask", rest[1:]).params
    else:
        assert completes(call), call


@pytest.mark.usefixtures("home")
def test_the_pages_answer_as_it_is_written(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    serve = [sys.executable, "-m", "voice_interview", "serve", "--no-browser", "--recordings", "recordings"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        link = server.stdout.readline().strip()
        port = re.findall(r":(\d+)/", link)[0]
        try:
            for call in (call for call in OTHERS if call.startswith("curl ")):
                called = call.replace("LINK", link).replace("8765", port).replace("/ID/", f"/{TAKES[1]}/")
                subprocess.run([*shlex.split(called), "-sSf", "-o", str(tmp_path / "said")], check=True, timeout=60)
        finally:
            server.terminate()
    assert "Start with the result." in run("comments", "list", "last")


def completes(call: str) -> bool:
    """Whether a line for a shell's start-up file asks click for a script, and gets one."""
    asked = re.search(r"_VOICE_INTERVIEW_COMPLETE=((?:bash|zsh|fish)_source) voice-interview", call)
    if not asked:
        return False
    done = CliRunner().invoke(cli, prog_name="voice-interview", env={"_VOICE_INTERVIEW_COMPLETE": asked[1]})
    return done.exit_code == 0 and "_VOICE_INTERVIEW_COMPLETE" in done.output


RUN = [block for block in BLOCKS if block.language == "python" and not block.name]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("block", RUN, ids=lambda block: f"{block.page}:{block.line}")
def test_the_snippet_runs(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    said = io.StringIO()
    with redirect_stdout(said):
        exec(compile(block.text, f"{block.page}:{block.line}", "exec"), {})
    assert said.getvalue()


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.language in ("toml", "json")], ids=lambda b: f"{b.page}:{b.line}"
)
def test_the_file_is_read_by_its_reader(block: Block, tmp_path: Path) -> None:
    def file(name: str) -> Path:
        (tmp_path / name).write_text(block.text, encoding="utf-8")
        return tmp_path / name

    if block.name == "pack":
        found, mistakes = questions.read_pack(file("bakery.toml"))
        assert found and not mistakes
    elif block.name == "fillers":
        assert filler_lists.load(file("fillers.toml").parent)["en"].count
    elif block.name == "settings":
        found_settings = settings.load(tmp_path / "none", file(settings.PROJECT_FILE).parent, {})
        assert {name for name in settings.KEYS if found_settings[name].value} == set(settings.KEYS) - {"keep_days"}
    elif block.name == "rubric":
        assert rubric.load(file("rubric.toml")).criteria
    elif block.name == "failure":
        failure = msgspec.json.decode(block.text, type=Failure)
        assert msgspec.to_builtins(failure) == msgspec.json.decode(block.text)
    else:
        assert block.name == "pyproject"  # test_docs_plugins.py
        assert tomllib.loads(block.text)["project"]["entry-points"]


def test_every_block_is_of_a_kind_that_is_tried() -> None:
    assert {block.language for block in BLOCKS} == {"sh", "python", "toml", "json", "text"}
    assert not [block for block in BLOCKS if block.language == "text" and "voice-interview " in block.text]
    indented = [
        page.name for page in PAGES if re.search(r"^    (voice-interview|make|pip) ", page.read_text("utf-8"), re.M)
    ]
    assert not indented, "fence these, so that they are run"


def prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_within_a_sentence_can_be_meant(page: Path) -> None:
    for said in re.findall(r"`([^`\n]+)`", prose(page)):
        words = shlex.split(said.partition("\\|")[0].replace("“", '"').replace("'", '"'))
        if words[:1] == ["voice-interview"] and all(word.startswith("-") for word in words[1:]):
            assert set(words[1:]) <= {one for option in cli.params for one in option.opts}
        elif words[:1] == ["voice-interview"] and "COMMAND" not in words:
            with suppress(click.MissingParameter):  # named, not called
                parsed(words[1:])
        elif words and words[0] in COMMANDS:
            command = cli.get_command(click.Context(cli), words.pop(0))
            while isinstance(command, click.Group) and words and words[0] in command.commands:
                command = command.commands[words.pop(0)]
            assert command is not None
            known = {one for option in command.params for one in option.opts} | {"--help"}
            assert {word for word in words if re.match("--?[a-z]", word)} <= known, said


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        assert other.exists(), target
        assert not anchor or anchor in anchors(other), target


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert not [
        page.name
        for page in PAGES
        if page.parent.name == "docs" and f"({page.name})" not in index and page.name != "README.md"
    ]


def test_the_pictures_are_small_and_fetch_nothing() -> None:
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert picture.stat().st_size < 200_000
    drawn = (ROOT / "docs" / "pictures" / "terminal.svg").read_text(encoding="utf-8")
    assert "url(http" not in drawn and "@import" not in drawn and "href=" not in drawn


FIGURES = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")


def test_every_figure_is_explained_in_the_order_of_the_report() -> None:
    heads = re.findall(r"^## (.*)$", FIGURES, re.M)
    assert heads[1 : len(content.ORDER) + 1] == [content.TITLES[name] for name in content.ORDER]


def test_every_source_of_a_judgement_is_cited() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "voice_interview" / "metrics").glob("*.py"))
    named_there = set(re.findall(r"\b10\.\d{4,}/[\w./-]+\w", sources))
    assert named_there and not [doi for doi in named_there if doi not in FIGURES]


def test_the_limits_in_the_text_are_those_of_the_program() -> None:
    from voice_interview.metrics import fillers, pace, pauses, recital, start_delay, vocabulary

    for said in (
        f"up to {fillers.HARMLESS:g} a minute is good, {fillers.HARMFUL:g} and more is act",
        f"{pace.QUIET[0]:g} to {pace.QUIET[1]:g} words a minute get no",
        f"over {start_delay.GENTLE:g} s is watch",
        f"Silences of {pauses.LONG:g} s and more",
        f"All silences from {pauses.PAUSE:g} s",
        f"average over {vocabulary.WINDOW} words",
        {7: "seven words in a row"}[recital.IN_A_ROW],
    ):
        assert said in " ".join(FIGURES.split()), said


def test_every_key_of_a_pack_is_explained() -> None:
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([a-z_-]+)` \|", page, re.M))
    assert rows == (set(Question.__struct_fields__) - {"pack"}) | {"title", "description", "language"} | set(KINDS)
    listed = re.search(r"The qualities are: (.*?)\.", page, re.S)
    assert listed and re.split(r",\s+", listed[1]) == list(QUALITIES)


def test_every_setting_is_explained() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \| `VOICE_INTERVIEW_\w+` \|", page, re.M) == list(settings.KEYS)


def said_by_the_program() -> list[str]:
    """Every text in the source, a null character for each value that is put in at run time."""
    texts = []
    for path in (ROOT / "voice_interview").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
            elif isinstance(node, ast.JoinedStr):
                texts.append("".join(str(one.value) if isinstance(one, ast.Constant) else "\0" for one in node.values))
    return texts


def test_every_message_that_is_explained_is_one_of_the_program() -> None:
    page = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| .+ \|$", page, re.M)
    messages = [row for row in rows if row.startswith("...") or re.search(r"[.:)]$", row)]
    texts = said_by_the_program()
    together = "\n".join(texts)
    filled = [one for one in texts if "\0" in one and len(one) - one.count("\0") >= 14]

    def is_said(message: str) -> bool:
        if re.search(".*".join(map(re.escape, message.split("..."))), together):
            return True
        return any(re.fullmatch(".+".join(map(re.escape, one.split("\0"))), message) for one in filled)

    assert len(messages) > 40 and not [one for one in messages if not is_said(one)]
    assert not is_said("No microphone was lost.") and not is_said("The disk ... is full.")


def test_the_pages_name_no_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/(home|tmp|work|root|Users)/", page.read_text(encoding="utf-8")), page.name


def test_the_schema_is_what_the_page_says() -> None:
    printed = msgspec.json.decode(run("schema"))
    assert printed["$defs"]["Report"]["properties"]["schema"]["default"] == "voice-interview/report/1"


def test_the_picture_of_the_terminal_shows_the_report(made: Path) -> None:
    from scripts.pictures import COLUMNS, terminal

    drawn = terminal(Takes(made / "recordings").all()[-1].report())
    shown = html.unescape(re.sub("<[^>]*>", "", drawn)).replace("\xa0", " ")
    assert "Tell me about" in shown or "angry" in shown
    assert "FIGURES" in shown and "words/min" in shown and "WHAT WAS SAID" not in shown
    assert not re.search(r"@font-face|url\(http", drawn) and COLUMNS == 80
