"""Learns the table of coach.understanding.sense from labelled texts, and says how well it knows authors unseen.

The texts lie in tests/coach/corpus, a file for each author; those of `blind.tsv` are learned from by nobody.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from coach import care
from coach.fixed_answers import CARES
from coach.understanding import sense
from coach.understood import Topic
from tests.coach.questions import SETS

CORPUS = Path(__file__).parent / "corpus"
TABLE = Path(sense.__file__).with_name(sense.TABLE)
BLIND = "blind"
SEEN = 4  # texts that a feature has to be in
STRENGTH = 80.0  # of the fit, against the ridge penalty; chosen on authors held out
Text = tuple[str, str]  # its label, and the text


def texts(author: str) -> list[Text]:
    """What an author wrote, with its labels."""
    lines = (CORPUS / f"{author}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line.strip()]


def unseen(author: str) -> list[Text]:
    """What an author wrote that nobody else had written word for word."""
    learned = {text.lower() for some in corpus().values() for _, text in some}
    return [(label, text) for label, text in texts(author) if text.lower() not in learned]


def authors() -> list[str]:
    """All whose texts are learned from."""
    return sorted(path.stem for path in CORPUS.glob("*.tsv") if not path.stem.startswith(BLIND))


MENDED = {"ours", "reported"}  # written after the router, to mend it: no author to be judged on


def corpus() -> dict[str, list[Text]]:
    """By author; the question set of the evaluation and the examples of routing are an author too."""
    return {**{name: texts(name) for name in authors()}, "ours": list(_ours())}


def _ours() -> Iterator[Text]:
    for chains in SETS.values():
        for chain in chains:
            if chain[0].topics[0] not in _SPLIT:
                yield chain[0].topics[0].value, chain[0].text


_SPLIT = {Topic.RED_FLAG, Topic.MEDICAL, Topic.DIET, Topic.UNWELL, Topic.DISTRESS, Topic.HARD_TIME}  # finer as cares


def checksum(learned: dict[str, list[Text]]) -> str:
    """Of everything that a table is learned from."""
    return sha256(json.dumps(learned, sort_keys=True).encode()).hexdigest()


def learn(of: Sequence[Text]) -> dict[str, np.ndarray]:
    """The table: for each feature and label a weight."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    counted = TfidfVectorizer(analyzer=_features, binary=True, min_df=SEEN)
    seen = counted.fit_transform([text for _, text in of])
    fitted = LogisticRegression(C=STRENGTH, max_iter=400, class_weight="balanced")
    fitted.fit(seen, [label for label, _ in of])
    keys = np.array([sense.key(name) for name in counted.get_feature_names_out()], dtype=np.uint32)
    order = np.argsort(keys)
    weights = (fitted.coef_.T * counted.idf_[:, None])[order]
    scales = np.abs(weights).max(axis=0) / 127
    return {
        "labels": [str(label) for label in fitted.classes_],
        "keys": keys[order],
        "rarity": counted.idf_[order].astype(np.float32),
        "weights": np.round(weights / scales).astype(np.int8),
        "scales": scales.astype(np.float32),
        "start": fitted.intercept_.astype(np.float32),
    }


def _features(text: str) -> list[str]:
    return sorted(sense.features(text))


def as_table(learned: dict) -> sense.Table:
    """A table to ask, without a file."""
    labels = learned["labels"]
    cares = frozenset(labels) & frozenset(CARES)
    return sense.Table(labels, cares, *(learned[part] for part in ("keys", "rarity", "weights", "scales", "start")))


def save(learned: dict, of: str) -> int:
    """Writes the table into the package; its bytes."""
    from safetensors.numpy import save as packed

    labels = learned.pop("labels")
    about = {"labels": json.dumps(labels), "cares": json.dumps(sorted(set(labels) & set(CARES))), "of": of}
    return TABLE.write_bytes(packed(learned, about))


def judged(table: sense.Table, of: Sequence[Text]) -> dict[str, float]:
    """How often a table is right: label, topic among topics, signs heard, and false alarms among the rest."""
    found = [(label, sense.weighed(text, table)) for label, text in of]
    cares = [(label, one) for label, one in found if label in table.cares]
    topics = [(label, one) for label, one in found if label not in table.cares]
    return {
        "topic": np.mean([one.first == label for label, one in topics]),
        "kind of care": np.mean([one.first == label for label, one in cares]) if cares else np.nan,
        "signs heard": np.mean([one.care >= care.HEARD for _, one in cares]) if cares else np.nan,
        "false alarms": np.mean([one.care >= care.HEARD for _, one in topics]),
    }


def main() -> None:
    """Learns, judges on each author held out, and saves."""
    everybody = corpus()
    for name, own in everybody.items():
        if name not in MENDED:
            others = [text for other, some in everybody.items() if other != name for text in some]
            print(f"{name:<8} n = {len(own):<6}", *_row(judged(as_table(learn(others)), own)))
    learned = learn([text for some in everybody.values() for text in some])
    for path in sorted(CORPUS.glob(f"{BLIND}*.tsv")):
        of = unseen(path.stem)
        print(f"{path.stem:<8} n = {len(of):<6}", *_row(judged(as_table(learned), of)))
    print(f"{len(learned['keys']):,} features, {save(learned, checksum(everybody)):,} bytes")


def _row(figures: dict[str, float]) -> Iterator[str]:
    return (f"{name} {share:.1%}  " for name, share in figures.items())


if __name__ == "__main__":
    main()
