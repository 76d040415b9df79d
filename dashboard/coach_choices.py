"""The coach's part of the settings: who puts its answers into words, with which model, and whether that works."""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from coach.engine import EngineError
from coach.engines import models
from coach.engines.models import Download, Suggestion
from coach.engines.server import KNOWN
from dashboard import cards, loaders
from dashboard.compose import speaking
from dashboard.compose.speaking import MLX, NAMES, RULES, SERVER, Choice

KINDS = {
    RULES: "Always there, answers at once, needs nothing.",
    MLX: "Freer words, from a model that runs inside Ownpace. It has to be downloaded once.",
    SERVER: "Freer words, from Ollama, LM Studio, llama.cpp or mlx_lm, if you run one of them.",
}
TICK_S = 0.5  # between two looks at a download
GB = 10**9


def answer() -> str:
    """Who speaks, in a sentence."""
    chosen = speaking.choice(loaders.path())
    if chosen.engine == RULES:
        return "The coach speaks by rules."
    model = chosen.model if chosen.engine == MLX else chosen.server_model
    if not model:
        return "Choose a model for the coach; until then it speaks by rules."
    return f"The coach speaks through {cards.plain(Path(model).name)}, {_WHERE[chosen.engine]}."


_WHERE = {MLX: "on this machine", SERVER: "on a server"}


def section() -> None:
    """Everything that is chosen of the coach; each choice is kept at once."""
    st.markdown("#### The coach", anchors=False)
    st.markdown(
        "Whoever speaks gets the same facts from your data, and every sentence is checked against them before you see "
        "it. A draft that does not hold is written anew once, and then replaced by the rules' answer.",
        width=cards.READING_PX,
    )
    chosen = speaking.choice(loaders.path())
    with st.container(width=cards.READING_PX):
        engine = st.radio(
            "Who puts the answers into words?",
            list(NAMES),
            index=list(NAMES).index(chosen.engine),
            format_func=NAMES.get,
            captions=list(KINDS.values()),
            key="coach-engine",
        )
        wanted = replace(chosen, engine=engine)
        if engine == MLX:
            wanted = _model(wanted)
        elif engine == SERVER:
            wanted = _server(wanted)
        if engine != RULES:
            wanted = _drawn(wanted)
        _keep(chosen, wanted)
        if engine != RULES:
            _test(wanted)


def _keep(chosen: Choice, wanted: Choice) -> None:
    """Keeps what is different now; a model that is no longer used gives its memory back."""
    if wanted == chosen:
        return
    speaking.keep_choice(loaders.path(), wanted)
    if (wanted.engine, wanted.model) != (chosen.engine, chosen.model):
        loaders.model_process().close()
    st.rerun()


def _model(wanted: Choice) -> Choice:
    """Which model runs here, and those that would suit."""
    if why := speaking.no_models_here():
        st.info(why, icon=":material/info:")
        return wanted
    here = models.installed(speaking.models_folder())
    if here:
        st.markdown("**On this machine**")
    for model in here:
        wanted = _installed(wanted, model)
    wanted = _own_folder(wanted, here)
    st.markdown("**Models that suit this machine**")
    st.caption(
        f"It has {models.memory_gb():.0f} GB of memory, of which a model should take half at most. A download comes "
        "from huggingface.co; nothing of you is sent there."
    )
    suggested = speaking.suggested()
    if not suggested:
        st.caption("None of those that we know fits. A folder of your own can be chosen all the same.")
    for number, suggestion in enumerate(suggested):
        if suggestion.id not in (*here, wanted.model):
            wanted = _offered(wanted, suggestion, first=number == 0)
    return wanted


def _installed(wanted: Choice, model: str) -> Choice:
    with st.container(horizontal=True, vertical_alignment="center"):
        in_use = wanted.model == model
        mark = ":material/check_circle:" if in_use else ":material/circle:"
        st.markdown(f"{mark} {cards.plain(model)}", width="stretch")
        if not in_use and st.button("Use it", key=f"use-{model}"):
            wanted = replace(wanted, model=model)
        if st.button("Delete", key=f"delete-{model}", type="tertiary", help="Its files are deleted from this machine"):
            loaders.model_process().close()
            models.delete(model, speaking.models_folder())
            wanted = replace(wanted, model="") if in_use else wanted
            speaking.keep_choice(loaders.path(), wanted)
            st.rerun()
    return wanted


def _own_folder(wanted: Choice, here: list[str]) -> Choice:
    """A model of one's own: a folder, or an id that suggestions do not name."""
    named = "" if wanted.model in here else wanted.model
    typed = st.text_input(
        "Another model: its folder on this machine, or its id",
        named,
        key="coach-model",
        placeholder="~/models/my-model or mlx-community/Qwen3-0.6B-4bit",
        help="A folder as mlx-lm makes and reads it: config.json, tokenizer.json and weights as safetensors.",
    ).strip()
    if typed and typed != named:
        wanted = replace(wanted, model=str(Path(typed).expanduser()) if typed.startswith("~") else typed)
    if wanted.model and wanted.model not in here:
        try:
            found = models.located(wanted.model, speaking.models_folder())
        except EngineError as why:
            st.warning(cards.plain(str(why)), icon=":material/info:")
            if _is_id(wanted.model):
                _download(wanted.model, "Download it")
        else:
            st.caption(
                f":material/check_circle: In use: a model of kind {cards.plain(found.kind)}, about "
                f"{found.parameters / 1e6:,.0f} million parameters, {found.weights_bytes / GB:.2f} GB."
            )
    return wanted


def _is_id(model: str) -> bool:
    return model.count("/") == 1 and not model.startswith(("/", ".", "~"))


def _offered(wanted: Choice, suggestion: Suggestion, *, first: bool) -> Choice:
    """A model that could be downloaded; once it is here, it is the one in use where there was none."""
    memory = suggestion.metal_gb if sys.platform == "darwin" else suggestion.cpu_gb
    largest = " :gray-badge[the largest that fits]" if first else ""
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(
            f"**{suggestion.label}**: {suggestion.note}{largest}  \n"
            f":gray[about {memory:g} GB of memory in use · {cards.plain(suggestion.id)}]"
        )
        _download(suggestion.id, f"Download {suggestion.download_gb:g} GB")
    return wanted


@st.cache_resource(show_spinner=False, on_release=lambda going: [one.cancel() for one in going.values()])
def _downloads() -> dict[str, Download]:
    """The downloads of the whole app, by the id of the model."""
    return {}


def _download(model: str, label: str) -> None:
    """A button that begins a download; while it goes on, how far it is and what stops it."""
    going = _downloads().get(model)
    if going and going.running:
        _progress(model)
        return
    if going and going.error:
        st.caption(f":material/error: {cards.plain(going.error)}")
    if going and going.done:
        _downloads().pop(model, None)
        if not speaking.choice(loaders.path()).model:
            speaking.keep_choice(loaders.path(), replace(speaking.choice(loaders.path()), model=model))
        st.rerun()
    if st.button(label, icon=":material/download:", key=f"download-{model}"):
        _downloads()[model] = Download(model, speaking.models_folder())
        st.rerun()


@st.fragment(run_every=TICK_S)
def _progress(model: str) -> None:
    """How far a download is; looked at again and again, without the rest of the page."""
    going = _downloads().get(model)
    if going is None or not going.running:
        st.rerun()
    now = going.progress
    share = now.done_bytes / now.total_bytes if now and now.total_bytes else 0.0
    said = f"{now.done_bytes / GB:.2f} of {now.total_bytes / GB:.2f} GB" if now else "Asking what there is …"
    st.progress(min(share, 1.0), said)
    if st.button("Cancel", icon=":material/cancel:", key=f"cancel-{model}", help="What has come is kept"):
        going.cancel()
        going.wait(2.0)
        _downloads().pop(model, None)
        st.rerun()


def _server(wanted: Choice) -> Choice:
    """Where the server is, and which of its models speaks."""
    usual = ", ".join(f"{name} at http://localhost:{port}" for port, (name, _) in KNOWN.items())
    wanted = replace(
        wanted,
        server=st.text_input("Its address", wanted.server, key="coach-server", help=f"As a rule {usual}.").strip()
        or Choice.server,
        elsewhere=st.toggle(
            "It may be on another machine",
            wanted.elsewhere,
            key="coach-elsewhere",
            help="Off: only a server on this machine is asked, whatever the address says.",
        ),
    )
    if wanted.elsewhere:
        st.warning(
            "Your questions, the facts that answer them and your first name are then sent to that machine. Do this "
            "only where it is yours, and the network between as well.",
            icon=":material/warning:",
        )
    found = st.session_state.get("coach-server-models", [])
    if st.button("Look for its models", icon=":material/search:", key="coach-look"):
        try:
            found = speaking.server_models(wanted)
        except EngineError as why:
            found = []
            st.warning(cards.plain(str(why)), icon=":material/info:")
        else:
            if not found:
                st.info("The server answers, but has no model yet.")
        st.session_state["coach-server-models"] = found
    options = list(dict.fromkeys([*([wanted.server_model] if wanted.server_model else []), *found]))
    model = st.selectbox(
        "Its model",
        options,
        index=0 if wanted.server_model else None,
        key=f"coach-server-model-{wanted.server}",
        accept_new_options=True,
        placeholder="Choose one, or type its name",
    )
    with st.expander("The server wants a key", type="compact"):
        key = st.text_input(
            "Key",
            wanted.key,
            type="password",
            key="coach-key",
            help="Kept in the store on this machine as it is, and so in backups of it; exports leave it out.",
        )
    return replace(wanted, server_model=(model or "").strip(), key=key.strip())


def _drawn(wanted: Choice) -> Choice:
    """How long an answer may be, and how freely its words are drawn; folded."""
    with st.expander("Length and freedom", icon=":material/tune:", type="compact"):
        return replace(
            wanted,
            max_tokens=st.slider(
                "Longest answer (tokens)",
                50,
                1000,
                min(max(wanted.max_tokens, 50), 1000),
                step=10,
                key="coach-tokens",
                help="A token is about three quarters of a word.",
            ),
            temperature=st.slider(
                "Temperature",
                0.0,
                1.5,
                min(wanted.temperature, 1.5),
                step=0.1,
                key="coach-temperature",
                help="0: always the likeliest word. The higher, the more varied, and the more often taken back.",
            ),
            top_p=st.slider(
                "Top-p",
                0.1,
                1.0,
                max(wanted.top_p, 0.1),
                step=0.05,
                key="coach-top-p",
                help="Words are drawn from the likeliest ones that together have this probability.",
            ),
        )


def _test(chosen: Choice) -> None:
    """A greeting, to see whether it works and how long it takes."""
    if not st.button("Say hello", icon=":material/waving_hand:", key="coach-hello"):
        return
    status = st.empty()
    engine = speaking.engine(chosen, loaders.model_process)
    said = speaking.hello(engine, partial(_tell, status))
    status.empty()
    if said.why:
        st.warning(cards.plain(said.why), icon=":material/info:")
        return
    st.success(f"“{cards.plain(said.text)}”", icon=":material/forum:")
    first = "no word came" if said.first_s is None else f"first word after {said.first_s:.1f} s"
    st.caption(f"{cards.plain(engine.label)} · {first}, {said.total_s:.1f} s in all")


def _tell(status, seconds: float) -> None:
    status.caption(f"Waiting for its answer, and loading it first where it has to be · {seconds:.0f} s")
