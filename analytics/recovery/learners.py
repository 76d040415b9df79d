"""Every kind of model by its name: first those that learn, in the order in which they are asked, then the lines."""

from analytics.recovery.boosted import BOOSTED
from analytics.recovery.learned import Learner
from analytics.recovery.lines import MEDIAN_30, SAME_AS_YESTERDAY
from analytics.recovery.network import NETWORK
from analytics.recovery.projection import RULE
from analytics.recovery.ridge import PRIOR

LEARNERS: dict[str, Learner] = {
    learner.name: learner for learner in (BOOSTED, NETWORK, PRIOR, RULE, MEDIAN_30, SAME_AS_YESTERDAY)
}
