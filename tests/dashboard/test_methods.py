"""The page that says how each analysis does where the truth is known."""

from dashboard import methods

PAGE = """# The truth bench

- **T1a** Days that are called different.
- **T1f** Mornings in the interval.
- **T3b** Rhythms seen where there is none.

| check | world | athletes | naive | ours | target | met? |
|---|---|---|---|---|---|---|
| T1a | 180 d | 400 | 0.205 (7 d against 60 d) | 0.042 ± 0.002 | 0.03 to 0.06 | yes |
| T1f | 60 d | 300 | - | 0.950 ± 0.004 | 0.93 to 0.97 | within error |
| T3b | 7 d | 1000 | 0.340 (iid) | 0.200 ± 0.006 | 0.04 to 0.06 | no |
| T3b | 9 d | 1000 | 0.340 (any \\|z\\|) | 0.200 ± 0.006 | - | - |
"""


def known(tmp_path):
    (tmp_path / "truth.md").write_text(PAGE, encoding="utf-8")
    return methods.checks(tmp_path / "truth.md")


def test_the_verdict_counts_what_has_a_target(tmp_path):
    assert methods.verdict(known(tmp_path)) == (
        "1 of 3 figures reach their target where the truth is known; 1 lie within the error of the check and 1 miss it."
    )


def test_each_check_is_listed_with_one_analysis(tmp_path):
    table = known(tmp_path)
    by_name = {method.name: list(methods.of(method, table)["check"]) for method in methods.METHODS}
    assert by_name["Baselines and trends"] == ["T1a"]
    assert by_name["Recovery score (ours)"] == ["T1f"]
    assert by_name["Rhythm and regularity"] == ["T3b", "T3b"]
    assert sum(map(len, by_name.values())) == len(table)
    assert list(table["says"])[0] == "Days that are called different."
    assert list(table["naive"])[-1] == "0.340 (any |z|)"


def test_without_a_table_the_page_says_how_to_make_one(tmp_path):
    assert "make truth" in methods.verdict(methods.checks(tmp_path / "none.md"))


def test_every_analysis_of_the_bench_is_told_of():
    """The written table has no check that no analysis names."""
    table = methods.checks()
    listed = sum(len(methods.of(method, table)) for method in methods.METHODS)
    assert listed == len(table) > 20
