import logging
import os
import subprocess

from catenary_spark.command import find_command

log = logging.getLogger(__name__)


def export_pipeline(saved, dataset, scratch):
    """The path of the archive that `catenary export` makes of a saved pipeline. What it refuses is raised in its words."""
    archive = os.path.join(scratch, "model.tar.gz")
    words = [*find_command(), "export", "--format", "mleap", "--output", archive]
    if dataset is not None:
        schema = os.path.join(scratch, "frame.json")
        with open(schema, "w", encoding="utf-8") as file:
            file.write(dataset.schema.json())
        words += ["--schema", schema]
    ended = subprocess.run([*words, saved], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if ended.returncode != 0:
        told = ended.stderr.decode("utf-8", "replace").strip()
        raise ValueError(told or f"{words[0]} export ended with status {ended.returncode}.")
    log.info("The bundle is written by catenary export, not by MLeap.")
    return archive
