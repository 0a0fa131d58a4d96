"""What a controller makes of ARGOCD_SYNC_WAVE_DELAY."""

import pytest

from cmp.argocd.wave_delay import WAVE_DELAY, wave_delay


@pytest.mark.parametrize(("text", "seconds"), [("0", 0), ("5", 5), ("+5", 5), ("007", 7), ("-3", 0), ("-0", 0)])
def test_a_whole_number_is_the_pause_and_none_below_0(text: str, seconds: int) -> None:
    assert wave_delay(text) == seconds


@pytest.mark.parametrize("text", ["", "2s", "1.5", " 5", "5 ", "1_0", "0x5", "\u0665", "9" * 19, "five", "5\n"])
def test_what_argo_cd_can_not_read_counts_as_nothing_said(text: str) -> None:
    assert wave_delay(text) == WAVE_DELAY
