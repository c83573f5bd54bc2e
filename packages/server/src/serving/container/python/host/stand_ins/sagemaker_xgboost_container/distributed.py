"""Trains on several machines; can be imported while serving, but not used."""


def rabit_run(*_arguments, **_options):
    raise NotImplementedError("sagemaker_xgboost_container.distributed.rabit_run trains; this host serves")


def wait_hostname_resolution(*_arguments, **_options):
    raise NotImplementedError("sagemaker_xgboost_container.distributed trains; this host serves")
