"""Writes WHOOP exports for tests: simulated and seeded, in the five languages, and as spreadsheets save them again.

>>> written = write_whoop_export(tmp_path / "my_whoop_data_2025_03_01.zip", days=30, language="de")
>>> written.recoveries, written.path
"""

import csv
import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from data.tables import fold

LANGUAGES = ("en", "de", "es", "fr", "pt")
STYLES = ("app", "excel_us", "excel_de", "snake_case")
KINDS = ("cycles", "sleeps", "workouts", "journal")

FILES = {
    "en": ("physiological_cycles.csv", "sleeps.csv", "workouts.csv", "journal_entries.csv"),
    "de": ("physiologische_zyklen.csv", "Schlaf.csv", "Trainings.csv", "logbuch_eintraege.csv"),
    "es": ("physiological_cycles.csv", "sueño.csv", "entrenamientos.csv", "journal_entries.csv"),
    "fr": ("physiological_cycles.csv", "sommeil.csv", "entrainements.csv", "journal_entries.csv"),
    "pt": ("ciclos_fisiológicos.csv", "sonos.csv", "treinos.csv", "entradas_diário.csv"),
}

# Header rows as real exports hold them: start, end and zone of the cycle; scores; the sleep; the name of "Nap"; the
# workout; the journal. Only of the French journal no header is known: its own three names are made up.
_HEADERS = {
    "en": (
        "Cycle start time,Cycle end time,Cycle timezone",
        "Recovery score %,Resting heart rate (bpm),Heart rate variability (ms),Skin temp (celsius),Blood oxygen %,"
        "Day Strain,Energy burned (cal),Max HR (bpm),Average HR (bpm)",
        "Sleep onset,Wake onset,Sleep performance %,Respiratory rate (rpm),Asleep duration (min),"
        "In bed duration (min),Light sleep duration (min),Deep (SWS) duration (min),REM duration (min),"
        "Awake duration (min),Sleep need (min),Sleep debt (min),Sleep efficiency %,Sleep consistency %",
        "Nap",
        "Workout start time,Workout end time,Duration (min),Activity name,Activity Strain,Energy burned (cal),"
        "Max HR (bpm),Average HR (bpm),HR Zone 1 %,HR Zone 2 %,HR Zone 3 %,HR Zone 4 %,HR Zone 5 %,GPS enabled",
        "Question text,Answered yes,Notes",
    ),
    "de": (
        "Startzeit des Zyklus,Endzeit des Zyklus,Zeitzone des Zyklus",
        "Erholungswert %,Ruheherzfrequenz (Schläge pro Minute),Herzfrequenzvariabilität (ms),"
        "Hauttemperatur (Celsius),Blutsauerstoff %,Tagesbelastung,Verbrannte Energie (cal),"
        "Max HF (Schläge pro Minute),Durchschnittliche HF (Schläge pro Minute)",
        "Beginn des Schlafs,Beginn des Aufwachens,Schlafleistung %,Atemfrequenz (Atemzüge/Min.),Schlafdauer (Min.),"
        "Dauer im Bett (Min.),Dauer des Leichtschlafs (Min.),Dauer des Tiefschlafs (Min.),"
        "Dauer des REM-Schlafs (Min.),Dauer des Aufwachens (Min.),Schlafbedarf (Min.),Schlafdefizit (Min.),"
        "Schlafeffizienz %,Schlafbeständigkeit %",
        "Nickerchen",
        "Startzeit des Trainings,Endzeit des Trainings,Dauer (Min.),Name der Aktivität,Aktivitätsbelastung,"
        "Verbrannte Energie (cal),Max HF (Schläge pro Minute),Durchschnittliche HF (Schläge pro Minute),"
        "HF-Zone 1 %,HF-Zone 2 %,HF-Zone 3 %,HF-Zone 4 %,HF-Zone 5 %,GPS aktiviert",
        "Fragetext,Beantwortet mit Ja,Anmerkungen",
    ),
    "es": (
        "Hora de inicio del ciclo,Hora de finalización del ciclo,Zona horaria del ciclo",
        "Puntuación de recuperación (%),Frecuencia cardíaca en reposo (lpm),"
        "Variabilidad de la frecuencia cardíaca (ms),Temp. cutánea (grados centígrados),Oxígeno en sangre %,"
        "Esfuerzo del día,Energía quemada (cal),FC máx. (lpm),FC promedio (lpm)",
        "Inicio del sueño,Inicio de la vigilia,Calificación del sueño (%),Frecuencia respiratoria (rpm),"
        "Duración del sueño (min),Tiempo en la cama (min),Duración de sueño ligero (min),"
        "Duración de sueño profundo (SWS) (min),Duración de sueño REM (min),Tempo despierto/a (min),"
        "Sueño necesario (min),Deuda de sueño (min),Eficiencia del sueño %,Regularidad del sueño %",
        "Siesta",
        "Hora de inicio del entrenamiento,Hora de finalización del entrenamiento,Duración (min),"
        "Nombre de la actividad,Esfuerzo de actividad,Energía quemada (cal),FC máx. (lpm),FC promedio (lpm),"
        "Zona FC 1%,Zona FC 2%,Zona FC 3%,Zona FC 4%,Zona FC 5%,GPS habilitado",
        'Texto de la pregunta,"Respondió ""Sí""",Notas',
    ),
    "fr": (
        "Heure de début du cycle,Heure de fin du cycle,Fuseau horaire du cycle",
        "Score de récupération %,Fréquence cardiaque au repos (bpm),Variabilité de la fréquence cardiaque (ms),"
        "Température cutanée (Celsius),Niveau d\u2019oxygène %,Effort du jour,Dépense énergétique (cal.),"
        "FC max. (bpm),FC moyenne (bpm)",
        "Premiers signes de sommeil,Premiers signes de réveil,Performance Sommeil %,Fréquence respiratoire (tr/min),"
        "Durée du sommeil (min),Temps passé au lit (min),Durée du sommeil léger (min),"
        "Durée du sommeil profond (min),Durée du sommeil paradoxal (min),Temps d'éveil (min),"
        "Besoins en sommeil (min),Dette de sommeil (min),Efficacité du sommeil %,Régularité du sommeil %",
        "Sieste",
        "Heure de début de l'entraînement,Heure de fin de l'entraînement,Durée (min),Nom de l\u2019activité,"
        "Effort activité,Dépense énergétique (cal.),FC max. (bpm),FC moyenne (bpm),Zone FC 1\u00a0%,Zone FC 2\u00a0%,"
        "Zone FC 3\u00a0%,Zone FC 4\u00a0%,Zone FC 5\u00a0%,GPS activé",
        "Intitulé de la question,Réponse positive,Notes",
    ),
    "pt": (
        "Hora de início do ciclo,Hora de fim do ciclo,Fuso horário do ciclo",
        "Pontuação de recuperação %,Frequência cardíaca em repouso (bpm),Variabilidade da frequência cardíaca (ms),"
        "Temp. da pele (celsius),% de oxigênio no sangue,Esforço diário,Energia queimada (cal),FC máx. (bpm),"
        "FC média (bpm)",
        "Início do sono,Início da vigília,Desempenho do sono %,Frequência respiratória (rpm),Duração do sono (min),"
        "Duração na cama (min),Duração do sono leve (min),Duração profundo (Sono) (min),Duração REM (min),"
        "Duração de vigília (min),Necessidade de sono (min),Débito de sono (min),Eficácia do sono %,"
        "Consistência do sono %",
        "Sesta",
        "Hora de início do treino,Hora de fim do treino,Duração (min),Nome da atividade,Esforço da atividade,"
        "Energia queimada (cal),FC máx. (bpm),FC média (bpm),Zona 1 de FC %,Zona 2 de FC %,Zona 3 de FC %,"
        "Zona 4 de FC %,Zona 5 de FC %,GPS ativado",
        "Texto de pergunta,Respondeu sim,Notas",
    ),
}
_OLD_WORKOUT = ",Distance (meters),Altitude gain (meters),Altitude change (meters)"
_SPORTS = {
    "en": ("Running", "Cycling", "Weightlifting", "Activity", "Yoga"),
    "de": ("Laufen", "Radfahren", "Gewichtheben", "Aktivität", "Yoga"),
    "es": ("Correr", "Ciclismo", "Levantamiento de pesas", "Actividad", "Yoga"),
    "fr": ("Course à pied", "Cyclisme", "Haltérophilie", "Activité", "Yoga"),
    "pt": ("Corrida", "Ciclismo", "Levantamento de peso", "Atividade", "Yoga"),
}
_QUESTIONS = {  # in the order of _LIKELY
    "en": ("Have any alcoholic drinks?", "Have any caffeine? ", "Took magnesium?", "Call my mother?"),
    "de": ("Alkohol konsumiert?", "Koffein konsumiert?", "Magnesium eingenommen?", "Call my mother?"),
    "es": ("¿Consumiste alcohol?", "¿Consumiste cafeína?", "¿Tomaste magnesio?", "Call my mother?"),
    "fr": ("As-tu bu de l'alcool ?", "As-tu consommé de la caféine ?", "As-tu pris du magnésium ?", "Call my mother?"),
    "pt": ("Consumiu álcool?", "Consumiu cafeína?", "Tomou magnésio?", "Call my mother?"),
}
_LIKELY = (0.2, 0.8, 0.5, 0.1)
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Written:
    """What an export holds: rows of each kind, and the first and last day of waking."""

    path: Path
    recoveries: int
    cycles: int
    sleeps: int  # naps not counted
    naps: int
    workouts: int
    journal: int
    first_day: str
    last_day: str


@dataclass(frozen=True)
class _Cycle:
    """One simulated cycle. start_s: seconds since 1970 UTC; day: the date of waking."""

    day: date
    start_s: int
    end_s: int | None
    offset_min: int
    scores: tuple
    sleeps: tuple[tuple, ...]  # (onset_s, wake_s, eight durations and scores ..., nap)
    shown: int | None  # which of them the cycle's own row repeats
    workouts: tuple[tuple, ...]
    answers: tuple[bool, ...] | None
    note: str | None


def write_whoop_export(
    target: Path,
    *,
    days: int = 30,
    first_day: str = "2021-01-04",
    language: str = "en",
    style: str = "app",
    seed: int = 0,
    old: bool = False,
    kinds: tuple[str, ...] = KINDS,
) -> Written:
    """An export of `days` cycles into a folder, or into a zip where `target` ends in .zip.

    style: "app" as WHOOP writes it; "excel_us" and "excel_de" as Excel saves it again (no seconds, a byte order mark,
    a further column); "snake_case" with folded headers. old: 25, 17 and 20 columns, English only.
    """
    cycles = _cycles(days, date.fromisoformat(first_day), random.Random(seed))
    tables = {kind: _table(kind, cycles, language, old) for kind in kinds}
    files = {FILES[language][KINDS.index(kind)]: _csv(table, style) for kind, table in tables.items()}
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(f"{target.stem}/{name}", text.encode())
    else:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (target / name).write_bytes(text.encode())
    sleeps = [sleep for cycle in cycles for sleep in cycle.sleeps]
    return Written(
        path=target,
        recoveries=sum(cycle.scores[0] is not None for cycle in cycles),
        cycles=len(cycles),
        sleeps=sum(not sleep[-1] for sleep in sleeps),
        naps=sum(sleep[-1] for sleep in sleeps),
        workouts=sum(len(cycle.workouts) for cycle in cycles),
        journal=sum(len(cycle.answers or ()) for cycle in cycles),
        first_day=cycles[0].day.isoformat(),
        last_day=cycles[-1].day.isoformat(),
    )


def _offset_min(day: date) -> int:
    """New York, with a fortnight in Delhi every August and a week in London every February."""
    if day.month == 8 and day.day <= 14:
        return 330
    if day.month == 2 and day.day <= 7:
        return 0
    return -240 if 4 <= day.month <= 10 else -300


def _cycles(days: int, first: date, dice: random.Random) -> list[_Cycle]:
    """Cycles, the oldest first: the first has no night, the last is still running."""
    cycles = [_cycle(first + timedelta(days=count), count, dice) for count in range(days)]
    ends = [following.start_s for following in cycles[1:]] + [None]
    closed = [replace(cycle, end_s=end) for cycle, end in zip(cycles, ends, strict=True)]
    running = closed[-1].scores[:5] + (None,) * 4
    return [*closed[:-1], replace(closed[-1], scores=running, workouts=())]


def _cycle(day: date, count: int, dice: random.Random) -> _Cycle:
    offset_min = _offset_min(day)
    midnight_s = (datetime(day.year, day.month, day.day) - _EPOCH).days * 86_400 - offset_min * 60
    exertion = (round(dice.uniform(4, 18), 1), dice.randint(1800, 3400), dice.randint(130, 190), dice.randint(58, 90))
    if count == 0:
        return _Cycle(day, midnight_s, None, offset_min, (None,) * 5 + exertion, (), None, (), None, None)
    onset_s = midnight_s + dice.randint(-120 * 60, 75 * 60)
    night = _sleep(onset_s, dice.randint(360, 520), dice, nap=False)
    naps = (_sleep(midnight_s + 14 * 3600 + dice.randint(0, 3600), 25, dice, nap=True),) if dice.random() < 0.1 else ()
    spo2 = None if dice.random() < 0.1 else f"{dice.uniform(93, 99):.2f}"
    state = (dice.randint(12, 98), dice.randint(44, 60), dice.randint(35, 110), f"{dice.uniform(32.5, 34.5):.2f}", spo2)
    return _Cycle(
        day=day,
        start_s=onset_s,
        end_s=None,
        offset_min=offset_min,
        scores=state + exertion,
        sleeps=(night, *naps),
        shown=len(naps) if dice.random() < 0.7 else 0,
        workouts=tuple(_workout(midnight_s, hour, dice) for hour in (7, 18) if dice.random() < 0.35),
        answers=tuple(dice.random() < likely for likely in _LIKELY) if dice.random() < 0.85 else None,
        note="late train, tea" if dice.random() < 0.05 else None,
    )


def _sleep(onset_s: int, minutes: int, dice: random.Random, nap: bool) -> tuple:
    awake = minutes // 12
    asleep = minutes - awake
    deep, rem = asleep // 5, asleep // 4
    scores = (dice.randint(50, 100), round(dice.uniform(13, 17), 1), asleep, minutes, asleep - deep - rem, deep, rem)
    rest = (awake, 480 + dice.randint(0, 90), dice.randint(0, 90), 100 * asleep // minutes, None if nap else 70)
    return (onset_s, onset_s + minutes * 60 + dice.randint(0, 59), *scores, *rest, nap)


def _workout(midnight_s: int, hour: int, dice: random.Random) -> tuple:
    start_s = midnight_s + hour * 3600 + dice.randint(0, 3000)
    span_s = dice.randint(20 * 60, 90 * 60)
    sport = dice.randrange(5)
    gps = sport < 2
    distance = (round(span_s * 2.7, 1), 40.5, -3.5) if gps else (None, None, None)
    if dice.random() < 0.1:  # put in by hand: nothing was measured
        measured = (None,) * 9
    else:
        zones = (dice.randint(5, 30), dice.randint(5, 30), dice.randint(0, 20), dice.randint(0, 10), dice.randint(0, 5))
        heart = (dice.randint(140, 185), dice.randint(100, 138))
        measured = (round(dice.uniform(4, 16), 1), float(span_s // 8), *heart, *zones)
    return (start_s, start_s + span_s, span_s // 60, sport, *measured, gps, *distance)


@dataclass(frozen=True)
class _Table:
    header: list[str]
    rows: list[list]


def _table(kind: str, cycles: list[_Cycle], language: str, old: bool) -> _Table:
    cycle, scores, sleep, nap, workout, journal = _HEADERS[language]
    if old:
        sleep = sleep.rpartition(",")[0]
    below = {
        "cycles": f"{scores},{sleep}",
        "sleeps": f"{sleep},{nap}",
        "workouts": workout + _OLD_WORKOUT if old else workout,
        "journal": journal,
    }
    header = next(csv.reader([f"{cycle},{below[kind]}"]))
    rows = [list(row) for cycle in reversed(cycles) for row in _rows(kind, cycle, language, old)]
    return _Table(header, rows)


def _rows(kind: str, cycle: _Cycle, language: str, old: bool) -> Iterator[tuple]:
    def local(at_s: int | None) -> datetime | None:
        return None if at_s is None else _EPOCH + timedelta(seconds=at_s + cycle.offset_min * 60)

    def slept(sleep: tuple) -> tuple:
        cells = (local(sleep[0]), local(sleep[1]), *sleep[2:-1])
        return cells[:-1] if old else cells

    front = (local(cycle.start_s), local(cycle.end_s), _zone(cycle.offset_min))
    if kind == "cycles":
        shown = slept(cycle.sleeps[cycle.shown]) if cycle.sleeps else (None,) * (13 if old else 14)
        yield (*front, *cycle.scores, *shown)
    elif kind == "sleeps":
        for sleep in reversed(cycle.sleeps):
            yield (*front, *slept(sleep), sleep[-1])
    elif kind == "workouts":
        for start_s, end_s, minutes, sport, *rest in reversed(cycle.workouts):
            cells = rest if old else rest[:-3]
            yield (*front, local(start_s), local(end_s), minutes, _SPORTS[language][sport], *cells)
    elif kind == "journal":
        for question, yes in zip(_QUESTIONS[language], cycle.answers or (), strict=False):
            yield (*front, question, yes, cycle.note)


def _zone(offset_min: int) -> str:
    if offset_min == 0:
        return "UTCZ"
    hours, minutes = divmod(abs(offset_min), 60)
    return f"UTC{'-' if offset_min < 0 else '+'}{hours:02}:{minutes:02}"


def _csv(table: _Table, style: str) -> str:
    header, rows = table.header, table.rows
    if style.startswith("excel"):
        header, rows = [*header, "Week"], [[*row, 1] for row in rows]
    if style == "snake_case":
        header = [fold(name) for name in header]
    german = style == "excel_de"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if german else ",", lineterminator="\r\n" if style != "app" else "\n")
    writer.writerow(header)
    writer.writerows([_cell(value, style) for value in row] for row in rows)
    return ("\ufeff" if style.startswith("excel") else "") + text.getvalue()


def _cell(value: object, style: str) -> object:
    if isinstance(value, datetime):
        return _time(value, style)
    if isinstance(value, bool):
        words = {"excel_us": ("FALSE", "TRUE"), "excel_de": ("FALSCH", "WAHR")}.get(style, ("false", "true"))
        return words[value]
    is_figure = isinstance(value, float) or isinstance(value, str) and value.replace(".", "").isdigit()
    return str(value).replace(".", ",") if style == "excel_de" and is_figure else value


def _time(at: datetime, style: str) -> str:
    if style == "excel_us":
        return f"{at.month}/{at.day}/{at.year} {at.hour}:{at.minute:02}"
    if style == "excel_de":
        return f"{at.day:02}.{at.month:02}.{at.year} {at.hour:02}:{at.minute:02}"
    return at.isoformat(" ")
