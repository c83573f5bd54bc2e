"""The frameworks whose scripts run here, by the names of the server: what each does where a script defines nothing."""
from __future__ import annotations

from . import sklearn_functions, xgboost_functions

FRAMEWORKS = {"scikit-learn": sklearn_functions, "xgboost": xgboost_functions}
