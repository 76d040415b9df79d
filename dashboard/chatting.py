"""The conversation with the coach, as the page shows it: what was said, what is being said, and what lies behind it."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from threading import Event

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coach import words
from coach.conversation import Answer, Piece, TakenBack
from coach.engine import Engine
from coach.engines.rules import RulesEngine
from coach.facts import Fact
from coach.workout import REST, Workout
from dashboard import cards, loaders
from dashboard.compose import Athlete, chat
from dashboard.navigation import ENTRIES, page
from data.chats import Message
from data.store import StoreError

ANSWERING = "answering"  # where the state of a session holds whether an answer has ended
STOPPING_S = 5.0  # how long a stopped answer may take to end
SHOWN = 200  # messages that are looked back at
AT_ONCE = 5  # earlier questions that are listed at first
LINKS = 4  # pages that an answer links to at once; all others from its facts
TITLE = 90  # characters of an earlier question
PLACEHOLDER = "Ask about your training, sleep, habits or plans"
LONGEST = 500  # characters of a question
YOU, COACH = ":material/person:", ":material/forum:"
OPINIONS = {"helpful": ":material/thumb_up: Helpful", "wrong": ":material/thumb_down: Wrong"}
DAYS = ("recovery", "unusual", "sleep", "baselines")  # pages on which a day is chosen
ON_BASELINES = {"hrv", "resting_hr", "respiration", "sleep"}
LOADS = {"strain", "load"}  # of a week or more there is no chart
PULLS = ("pull", "velocity.")  # on the page of recovery: what moved a score, and how long a load is felt
OUTCOMES = {"recovery": "Recovery", "hrv": "HRV", "resting_hr": "Resting HR", "sleep": "Sleep"}  # of the page of habits
TITLES = {entry.name: entry for entry in ENTRIES}
TOLD_WHY = 240  # characters of what was wrong


def conversation(athlete: Athlete) -> None:
    """The day in brief, what is asked now, what could be asked, and what was said before, the newest first."""
    _wait_for_stopped()
    opening = loaders.opening(athlete)
    said = chat.pairs(chat.latest(loaders.path(), athlete, SHOWN))
    lately = chat.going_on(said)
    cards.answer(cards.plain(lead(opening.brief)[0]))
    said_of_day = lead(opening.brief)[1]
    with st.container(width=cards.READING_PX):
        # What is asked now has a place of its own: in that of the answer before it, parts of that would be left.
        brief, asking, now = st.empty(), st.empty(), st.empty()
        name = "This morning in brief" if opening.known.day == opening.known.today else "In brief"
        _brief(brief, said_of_day, name, folded=bool(lately))
        if lately:
            with now.container():
                _exchange(athlete, *lately[-1])
        asked = {asked.text for asked, _ in lately}
        suggested = _suggested([one for one in opening.questions if one not in asked], begun=bool(lately))
        _before(athlete, said[:-1] if lately else said)
        if said:
            _delete(athlete)
    with st.bottom.container(horizontal_alignment="center").container(width=cards.SHEET_PX):
        typed = st.chat_input(
            PLACEHOLDER, key="question", max_chars=LONGEST, submit_mode="disable", width=cards.READING_PX
        )
    question = (typed or suggested or "").strip()
    if question:
        now.empty()
        _brief(brief, said_of_day, name, folded=True)
        with asking.container():
            _asked(athlete, question, lately)
        st.rerun()


def _brief(place: DeltaGenerator, said: str, name: str, *, folded: bool) -> None:
    """What the day is like, below its first sentence; out of the way once something was asked."""
    if said and folded:
        with place.expander(name, icon=":material/wb_twilight:", type="compact"):
            st.markdown(cards.plain(said))
    elif said:
        place.markdown(cards.plain(said))


def lead(text: str) -> tuple[str, str]:
    """The first sentence, and the rest.

    >>> lead("Keep today light. Recovery is 20.4 of 100.")
    ('Keep today light.', 'Recovery is 20.4 of 100.')
    """
    first, *rest = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text.strip(), maxsplit=1)
    return first, rest[0] if rest else ""


def _suggested(questions: Sequence[str], *, begun: bool) -> str | None:
    """Questions that fit the day, as buttons: the one that was clicked."""
    if not questions:
        return None
    st.caption("You could also ask" if begun else "You could ask")
    with st.container(horizontal=True, gap="small"):
        clicked = [question for question in questions if st.button(cards.plain(question), key=f"ask-{question}")]
    return clicked[0] if clicked else None


def _wait_for_stopped() -> None:
    """Waits until an answer that a click has stopped is kept: the run that shows it begins before that one ends."""
    if (over := st.session_state.pop(ANSWERING, None)) is not None:
        over.wait(STOPPING_S)


def _asked(athlete: Athlete, question: str, before: Sequence[tuple[Message, Message]]) -> None:
    """Shows the answer while it grows, and keeps it; what is stopped in its middle is kept as far as it came."""
    engine, path = loaders.coach(), loaders.path()
    with st.chat_message("user", avatar=YOU):
        st.markdown(paragraphs(question))
    with st.chat_message("assistant", avatar=COACH):
        events = chat.ask(path, athlete, question, loaders.opening(athlete).known, engine, before)
        growing = Growing(engine)
        over = st.session_state[ANSWERING] = Event()
        try:
            with closing(events):
                growing.show(events)
        except BaseException as end:
            if not isinstance(end, Exception):  # so Streamlit ends a run: a click on Stop, or on anything else
                chat.keep(path, athlete, question, None, growing.text, engine)
            raise
        else:
            chat.keep(path, athlete, question, growing.whole, growing.text, engine)
        finally:
            over.set()


class Growing:
    """An answer on the page while it is being said, with what is waited for and a button that stops it."""

    def __init__(self, engine: Engine):
        self.text = ""
        self.whole: Answer | None = None
        self._engine, self._begin_s, self._note = engine, time.monotonic(), ""
        self._place = st.empty()
        with st.container(horizontal=True, vertical_alignment="center"):
            self._status = st.empty()
            if engine.name != RulesEngine.name:  # rules are done before anybody could click
                st.button("Stop", icon=":material/stop_circle:", key="stop-answer", type="tertiary")

    def show(self, events: Iterator[Piece | TakenBack | Answer]) -> None:
        """Shows piece after piece, up to the end."""
        for item in events:
            if isinstance(item, Answer):
                self.whole, self.text = item, item.text
            elif isinstance(item, TakenBack):
                self.text, self._note = "", "A draft did not hold against your data. "
                self._place.empty()
            elif item.text:
                self.text += item.text
                self._place.markdown(answered(self.text))
            # Also where nothing came: each word to the page is a moment at which a click can end this.
            self._status.caption(f"{self._note}{self._waiting()}", width="content")

    def _waiting(self) -> str:
        seconds = f"{time.monotonic() - self._begin_s:.0f} s"
        if self.text:
            return f"Speaking · {seconds}"
        if self._engine.name == "mlx" and not loaders.model_process().model:
            return f"Loading the model, once · {seconds}"
        return f"Thinking · {seconds}"


def _before(athlete: Athlete, exchanges: Sequence[tuple[Message, Message]]) -> None:
    """What was asked earlier, the newest first; each answer is unfolded with a click, and made only then."""
    if not exchanges:
        return
    st.caption("Asked before")
    most = st.session_state.setdefault("asked-before", AT_ONCE)
    for asked, told in exchanges[::-1][:most]:
        fold = st.expander(_short(asked.text), key=f"before-{asked.id}", on_change="rerun", type="compact")
        if fold.open:
            with fold:
                st.caption(_at(asked.at_utc))
                _answer(athlete, told)
    if len(exchanges) > most and st.button("Show older ones", type="tertiary", icon=":material/history:"):
        st.session_state["asked-before"] = most + 4 * AT_ONCE
        st.rerun()


def _short(question: str) -> str:
    return cards.plain(question if len(question) <= TITLE else f"{question[:TITLE].rstrip()} …")


def _exchange(athlete: Athlete, asked: Message, told: Message) -> None:
    """One question with its answer."""
    with st.chat_message("user", avatar=YOU):
        st.markdown(paragraphs(asked.text))
    with st.chat_message("assistant", avatar=COACH):
        _answer(athlete, told)


def _answer(athlete: Athlete, told: Message) -> None:
    """An answer with its session, its facts, who spoke, and what the athlete thinks of it."""
    if told.text:
        st.markdown(answered(told.text))
    if note := guarded(told):
        st.caption(f":material/verified_user: {note}")
    if told.workout:
        _session(athlete, told, chat.workout_from(told.workout))
    if facts := chat.facts_from(told.facts):
        _behind(athlete, facts)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _opinion(athlete, told)
        st.caption(spoke(told), width="content")


def answered(text: str) -> str:
    """An answer, its first sentence standing out."""
    first, rest = lead(text)
    return f"**{cards.plain(first)}** {paragraphs(rest)}".strip() if rest else cards.plain(first)


def paragraphs(text: str) -> str:
    """What was said, so that Markdown shows it as it is; a blank line stays one."""
    return "\n\n".join(cards.plain(part) for part in re.split(r"\n\s*\n", text) if part.strip())


def guarded(message: Message) -> str:
    """In one line, that an answer is not the first draft, and why."""
    if message.stopped:
        return "You stopped this answer." if message.text else "You stopped this answer before its first word."
    guard = message.guard or {}
    why = str(guard.get("why") or "")
    why = cards.plain(why if len(why) <= TOLD_WHY else f"{why[:TOLD_WHY].rstrip()} …")
    if guard.get("replaced") and guard.get("redone"):
        return f"The model's drafts did not pass the check, so this answer is by rules. What was wrong: {why}"
    if guard.get("replaced"):
        return f"This answer is by rules. {why}"
    if guard.get("redone"):
        return f"The first draft did not pass the check and was written anew. What was wrong: {why}"
    return ""


def spoke(message: Message) -> str:
    """Who spoke and how long it took: `By rules · 0.2 s`."""
    who = "By rules" if message.engine == RulesEngine.name else cards.plain(message.label or message.engine or "")
    if message.seconds is None:
        return who
    whole = f"{message.seconds:.1f} s"
    if message.engine == RulesEngine.name or message.first_s is None:
        return f"{who} · {whole}"
    return f"{who} · first word after {message.first_s:.1f} s, {whole} in all"


def _opinion(athlete: Athlete, message: Message) -> None:
    """Whether the answer was any good."""
    key = f"opinion-{message.id}"
    st.pills(
        "What do you think of this answer?",
        list(OPINIONS),
        default=message.feedback,
        format_func=OPINIONS.get,
        key=key,
        label_visibility="collapsed",
        on_change=partial(_rate, athlete, message.id, key),
    )


def _rate(athlete: Athlete, message: int, key: str) -> None:
    chat.rate(loaders.path(), athlete, message, st.session_state[key])


def _session(athlete: Athlete, told: Message, proposed: Workout) -> None:
    """The session that was proposed, why, where the answer does not say so itself, and what puts it into the plan."""
    with st.container(border=True):
        st.markdown(f"**:material/exercise: {cards.plain(title(proposed))}**")
        if proposed.kind != REST:
            st.markdown(cards.plain(about(proposed)))
        if unsaid := [why for why in proposed.why if why not in told.text]:
            st.caption(cards.plain(" ".join(unsaid)))
        _to_plan(athlete, told.id, proposed)


def title(proposed: Workout) -> str:
    """`Easy cycling, 40 min`."""
    if proposed.kind == REST:
        return "A day of rest"
    sport = words.habit(proposed.sport).lower() if proposed.sport else "session"
    return f"{proposed.kind.capitalize()} {sport}, {words.hours(proposed.minutes)}"


def about(proposed: Workout) -> str:
    """What the session is made of, where its effort lies, and what the day comes to."""
    load = ""
    if proposed.load is not None:
        unit = "of 21" if proposed.unit == "strain" else "AU"
        load = f" The day then comes to about {words.quantity(proposed.load, unit)}."
    zone = f" Zone: {proposed.zone}." if proposed.zone else ""
    return f"{proposed.main[:1].upper()}{proposed.main[1:]}.{zone}{load}"


def _to_plan(athlete: Athlete, message: int, proposed: Workout) -> None:
    plans = loaders.history(athlete).plans
    if chat.in_plan(plans, proposed):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(":material/event_available: It is in your plan.", width="content")
            st.page_link(page("forecast"), label="See it, or take it back", query_params={"athlete": athlete.name})
    elif proposed.day < loaders.today():
        st.caption(f"This was for {words.day(proposed.day)}.")
    elif proposed.load is None:
        st.caption("A plan is a load, and how hard your days are is not known: so this cannot be planned yet.")
    elif st.button(
        "Plan this one instead" if chat.planned_other(plans, proposed) else "Put it into my plan",
        icon=":material/event:",
        key=f"plan-{message}",
        type=cards.leading(),
    ):
        try:
            loaders.put_into_plan(athlete, proposed)
        except StoreError as fault:
            st.error(cards.plain(str(fault)))
            return
        st.rerun()


def _behind(athlete: Athlete, facts: Sequence[Fact]) -> None:
    """The pages that show what an answer rests on, and the facts themselves; these folded."""
    pages = {id(fact): shown_on(fact) for fact in facts}
    names = list(dict.fromkeys(pages[id(fact)] for fact in facts if pages[id(fact)] and not fact.missing))
    with st.container(horizontal=True, gap="small"):
        for name in names[:LINKS]:
            shown = next(fact for fact in facts if pages[id(fact)] == name and not fact.missing)
            st.page_link(
                page(name), label=TITLES[name].title, icon=TITLES[name].icon, query_params=_where(athlete, shown)
            )
    with st.expander(f"The facts behind it ({len(facts)})", icon=":material/fact_check:", type="compact"):
        for fact in facts:
            with st.container(gap=None):
                _link(athlete, fact)
                st.markdown(cards.plain(chat.evidence(fact)))
                st.caption(" · ".join(part for part in (chat.days(fact), cards.plain(fact.method)) if part))


def _link(athlete: Athlete, fact: Fact) -> None:
    """What a fact is of, as a link to the page that shows it."""
    label = cards.plain(fact.label)
    name = shown_on(fact)
    if name is None:
        st.markdown(f"**{label}**")
        return
    st.page_link(page(name), label=f"**{label}**", icon=TITLES[name].icon, query_params=_where(athlete, fact))


def shown_on(fact: Fact) -> str | None:
    """The page on which a fact can be seen; None where there is none."""
    about = set(fact.subjects)
    if fact.page == "baselines" and not about & ON_BASELINES:
        # All that was measured on a day is listed behind its recovery; of more days there is no chart of it.
        of_a_day = fact.id.startswith("measure.") and fact.first_day == fact.last_day
        return "recovery" if of_a_day else None
    if fact.page == "recovery" and about <= LOADS and not fact.id.startswith(PULLS):
        return None
    return fact.page if fact.page in TITLES else None


def _where(athlete: Athlete, fact: Fact) -> dict[str, str]:
    """The choices with which a page shows a fact."""
    name = shown_on(fact)
    chosen = {"athlete": athlete.name}
    if name in DAYS and fact.last_day:
        chosen["day"] = min(fact.last_day, loaders.history(athlete).last_day.date()).isoformat()
    if name == "habits":
        chosen |= _of_habit(fact)
    return chosen


def _of_habit(fact: Fact) -> dict[str, str]:
    """The habit and the measure of a fact, as the page of habits offers them."""
    if fact.id == "habits.top":  # of several
        return {}
    key = fact.id.removeprefix("habit.") if fact.id.startswith("habit.") else next(iter(fact.subjects), "")
    measure = next((OUTCOMES[one] for one in fact.subjects[1:] if one in OUTCOMES), "Recovery")
    return ({"habit": words.habit(key)} if key and key not in OUTCOMES else {}) | {"outcome": measure}


def _delete(athlete: Athlete) -> None:
    """Says what will be gone, and asks once."""
    with st.popover("Delete the conversation", icon=":material/delete_forever:", type="tertiary"):
        count = words.counted(chat.questions(loaders.path(), athlete), "question")
        st.markdown(
            f"This deletes {count} with every answer, opinion and fact that was kept with them. What you put into your "
            "plan stays. The file is rewritten, so that nothing stays behind. **It cannot be undone.**"
        )
        if st.button("Delete for good", icon=":material/delete_forever:", key="delete-conversation"):
            with st.spinner("Deleting …"):  # a large store takes its time to be written anew
                chat.forget(loaders.path(), athlete)
                loaders.model_process().close()  # a model that runs still knows what was said
            st.rerun()


def _at(at_utc: int) -> str:
    """When something was said, on the clock of whoever reads it."""
    when = pd.Timestamp(at_utc, unit="s", tz="UTC").tz_convert(st.context.timezone or "UTC")
    return f"{words.day(when.date())} {when:%H:%M}"
