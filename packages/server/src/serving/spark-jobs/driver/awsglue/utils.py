import argparse

_ALWAYS = {
    "job_bookmark_option": "job-bookmark-disable",
    "job_bookmark_from": None,
    "job_bookmark_to": None,
    "JOB_ID": None,
    "JOB_RUN_ID": None,
    "SECURITY_CONFIGURATION": None,
    "encryption_type": None,
    "enable_data_lineage": None,
    "RedshiftTempDir": None,
    "TempDir": None,
}
_RESERVED = ("job_bookmark_option", "job_bookmark_from", "job_bookmark_to", "JOB_ID", "SECURITY_CONFIGURATION", "encryption_type")


class GlueArgumentError(Exception):
    """An argument that the script asks for was not given."""


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise GlueArgumentError(message)


def getResolvedOptions(args, options):
    """The values of the arguments `--name value` or `--name=value` in `args` that `options` names, a dict. A dash in a name becomes an
    underscore in its key. All of them must be there (GlueArgumentError); others are passed over. What the service itself gives a
    script is always in it, None where it has none."""
    for name in options:
        if name in _RESERVED:
            raise RuntimeError("The option --%s is reserved: it is always in the result." % name)
    parser = _Parser(add_help=False, allow_abbrev=False)
    for name, default in _ALWAYS.items():
        flag = name.replace("job_bookmark", "job-bookmark").replace("_option", "-option").replace("k_from", "k-from").replace("k_to", "k-to")
        parser.add_argument("--" + flag, dest=name, default=default)
    for name in options:
        if name not in _ALWAYS:
            parser.add_argument("--" + name, dest=name.replace("-", "_"), required=True)
    found, _ = parser.parse_known_args(list(args)[1:])
    values = vars(found)
    for name in options:
        if values[name.replace("-", "_")] is None:
            raise GlueArgumentError("the following arguments are required: --%s" % name)
    place = values["TempDir"] or values["RedshiftTempDir"]
    values["TempDir"] = values["RedshiftTempDir"] = place
    return values
