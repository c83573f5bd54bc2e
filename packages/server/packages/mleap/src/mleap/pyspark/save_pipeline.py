import os
import uuid

from pyspark.sql import SparkSession


def save_pipeline(transformer, folder):
    """Saves what is fitted into a folder of the driver. A stage is saved by executors, so on a cluster it goes through the file
    system that they share: `spark.catenary.staging`, or else the default one of Hadoop."""
    spark = SparkSession.builder.getOrCreate()
    jvm, configuration = spark._jvm, spark._jsc.hadoopConfiguration()
    local = jvm.org.apache.hadoop.fs.Path("file://" + folder)
    staging = spark.conf.get("spark.catenary.staging", "")
    parent = jvm.org.apache.hadoop.fs.Path(staging) if staging else _shared_folder(jvm, configuration)
    if parent is None:
        transformer.write().overwrite().save(local.toString())
    else:
        shared = jvm.org.apache.hadoop.fs.Path(parent, f"catenary-{uuid.uuid4()}")
        files = shared.getFileSystem(configuration)
        try:
            transformer.write().overwrite().save(shared.toString())
            files.copyToLocalFile(False, shared, local, True)
        finally:
            files.delete(shared, True)
    if not os.path.isdir(os.path.join(folder, "metadata")):
        raise RuntimeError("The executors saved the pipeline on their own disks: set spark.catenary.staging to a folder that the driver sees, too.")


def _shared_folder(jvm, configuration):
    """The user's folder in the default file system; none if that is the disk of the machine."""
    files = jvm.org.apache.hadoop.fs.FileSystem.get(configuration)
    return None if files.getUri().getScheme() == "file" else files.getHomeDirectory()
