class Job:
    """A job as scripts begin and end it. There are no bookmarks here: nothing is remembered from one run to the next."""

    def __init__(self, context):
        self.glue_context = context
        self.job_name = None

    def init(self, job_name, args=None):
        self.job_name = job_name

    def isInitialized(self):
        return self.job_name is not None

    def commit(self):
        if self.job_name is None:
            raise RuntimeError("job.commit() comes after job.init(name, args).")
