"""The pause of Argo CD after each step but the last, in seconds.

Source: delayBetweenSyncWaves in controller/sync.go of Argo CD 3.6.1, the same in 3.5 and 3.4. The controller has it in
ARGOCD_SYNC_WAVE_DELAY, to which its manifests give `controller.sync.wave.delay.seconds` of argocd-cmd-params-cm.
"""

import re

VARIABLE = "ARGOCD_SYNC_WAVE_DELAY"
WAVE_DELAY = 2
"""The pause where nothing is said."""
LONGEST = 86_400
"""The longest that swell.yaml may name: a day."""
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def wave_delay(text: str) -> int:
    """Return the pause for a text of the variable: that of no text where it is no whole number, none below 0."""
    return max(0, int(text)) if _WHOLE.fullmatch(text) else WAVE_DELAY
