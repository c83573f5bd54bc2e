"""`sagemaker_containers.entry_point`: scripts that train import it at their head; nothing of it is for serving."""


def run(*_arguments, **_more):
    raise NotImplementedError("entry_point.run starts a script for training; this container serves")
