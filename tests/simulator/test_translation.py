"""Translation: English by default; Korean from Qt's own file in a process without Qt."""

import pytest

from simulator import translation
from simulator.translation import tr


@pytest.fixture(autouse=True)
def _english_again():
    yield
    translation.load(translation.ENGLISH)


def test_english_is_as_it_stands():
    assert tr("L&anguage") == "L&anguage"
    assert tr("{a} and {b:.2f}", a="x", b=0.126) == "x and 0.13"
    assert tr("no values, {no} places") == "no values, {no} places"


def test_a_process_without_qt_reads_the_translations():
    translation.load("ko")
    assert translation.language() == "ko"
    assert tr("L&anguage") == "언어(&A)"
    assert tr("not translated {n}", n=1) == "not translated 1"


def test_a_language_that_nobody_wrote_is_english():
    translation.load("xx")
    assert translation.language() == translation.ENGLISH
    assert tr("L&anguage") == "L&anguage"


def korean(texts):
    translation.install("ko", lambda text: texts.get(text, text))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("셀 상태", "셀 상태를 셀 상태가 셀 상태는 셀 상태와 셀 상태로 셀 상태여야 셀 상태라"),
        ("값", "값을 값이 값은 값과 값으로 값이어야 값이라"),
        ("9", "9를 9가 9는 9와 9로 9여야 9라"),
        ("0.3", "0.3을 0.3이 0.3은 0.3과 0.3으로 0.3이어야 0.3이라"),
        ("−7", "−7을 −7이 −7은 −7과 −7로 −7이어야 −7이라"),
        ("h.npz", "h.npz를 h.npz가 h.npz는 h.npz와 h.npz로 h.npz여야 h.npz라"),
        ("a.json", "a.json을 a.json이 a.json은 a.json과 a.json으로 a.json이어야 a.json이라"),
        ("model", "model을 model이 model은 model과 model로 model이어야 model이라"),
        ("f[1]", "f[1]을 f[1]이 f[1]은 f[1]과 f[1]로 f[1]이어야 f[1]이라"),
        ("“끝”", "“끝”을 “끝”이 “끝”은 “끝”과 “끝”으로 “끝”이어야 “끝”이라"),
        ("열 3개(a, l)", "열 3개(a, l)를 열 3개(a, l)가 열 3개(a, l)는 열 3개(a, l)와 "
         "열 3개(a, l)로 열 3개(a, l)여야 열 3개(a, l)라"),
        ("clear", "clear를 clear가 clear는 clear와 clear로 clear여야 clear라"),
        ("mark", "mark를 mark가 mark는 mark와 mark로 mark여야 mark라"),
        ("tap", "tap을 tap이 tap은 tap과 tap으로 tap이어야 tap이라"),
        ("name", "name을 name이 name은 name과 name으로 name이어야 name이라"),
        ("input", "input을 input이 input은 input과 input으로 input이어야 input이라"),
        ("W_hr", "W_hr을 W_hr이 W_hr은 W_hr과 W_hr로 W_hr이어야 W_hr이라"),
        ("LSTM", "LSTM을 LSTM이 LSTM은 LSTM과 LSTM으로 LSTM이어야 LSTM이라"),
        ("ta…", "ta…를 ta…가 ta…는 ta…와 ta…로 ta…여야 ta…라"),
        ("8%", "8%를 8%가 8%는 8%와 8%로 8%여야 8%라"),
    ],
)  # fmt: skip
def test_the_sound_before_a_korean_particle_chooses_its_form(value, said):
    forms = "{n}을(를) {n}이(가) {n}은(는) {n}과(와) {n}(으)로 {n}(이)어야 {n}(이)라"
    korean({"forms": forms})
    assert tr("forms", n=value) == said
    parts = translation.tr_parts("forms", n=value)
    assert "".join(part.text for part in parts) == said
    assert [part.text for part in parts if part.place] == [value] * 7


def test_a_particle_after_a_word_is_chosen_and_one_after_nothing_stays():
    korean({})
    assert tr("가중치을(를) {n}(으)로, 유닛은(는)", n=1) == "가중치를 1로, 유닛은"
    assert tr("을(를) 과(와)") == "을(를) 과(와)"


def test_no_other_language_has_particles():
    assert tr("{n}을(를)", n=1) == "1을(를)"
    assert translation.tr_parts("{n}을(를)", n=1) == [("1", "n"), ("을(를)", "")]


def test_parts_are_the_words_and_the_filled_places():
    parts = translation.tr_parts("{a} and {b:.1f}, {{no}} place", a="x", b=0.26)
    assert parts == [
        ("x", "a"),
        (" and ", ""),
        ("0.3", "b"),
        (", {", ""),
        ("no}", ""),
        (" place", ""),
    ]


@pytest.mark.parametrize(
    ("share", "number"),
    [
        (0.0, "0 %"), (1.0, "100 %"), (0.0804, "8 %"),
        (0.5, "50 %"), (0.982, "98 %"), (0.01, "1 %"),
        (0.0034, "0.3 %"), (0.99995460, "99.995 %"), (0.996, "99.6 %"), (4e-5, "0.004 %"),
        (1e-6, "< 0.001 %"), (1 - 1e-7, "> 99.999 %"), (-0.0, "0 %"),
    ],
)  # fmt: skip
def test_percents_round_nothing_to_none_or_all(share, number):
    assert translation.percent(share) == number


def test_korean_percents_have_no_space():
    translation.load("ko")
    assert translation.percent(0.0804) == "8%"
    assert translation.percent(1e-6) == "< 0.001%"
