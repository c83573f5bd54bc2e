"""Reads training data; can be imported while serving, but not used."""


def get_dmatrix(*_arguments, **_options):
    raise NotImplementedError("sagemaker_xgboost_container.data_utils.get_dmatrix reads training data; this host serves")


def validate_data_file_path(*_arguments, **_options):
    raise NotImplementedError("sagemaker_xgboost_container.data_utils reads training data; this host serves")
