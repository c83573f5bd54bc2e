"""Stand-in for sagemaker-containers: what scripts import from it while serving, without the package's dependencies.

It stands last on the search path, so an installed package of that name is used instead.
"""
