"""Stand-in for sagemaker-xgboost-container: what scripts import from it while serving, without the package's
dependencies. What trains can be imported too, as one script often does both, and says so when it is called.

It stands last on the search path, so an installed package of that name is used instead.
"""
