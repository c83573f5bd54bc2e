from pyspark.sql import Row, functions as F


class DynamicFrame:
    """A cover over a DataFrame of Spark with the methods that scripts of Glue call. Every column has one type: there are no choices."""

    def __init__(self, frame, glue_ctx=None, name=""):
        self._frame = frame
        self.glue_ctx = glue_ctx
        self.name = name

    @classmethod
    def fromDF(cls, dataframe, glue_ctx, name=""):
        return cls(dataframe, glue_ctx, name)

    def toDF(self, *_options):
        return self._frame

    def _of(self, frame):
        return DynamicFrame(frame, self.glue_ctx, self.name)

    def count(self):
        return self._frame.count()

    def schema(self):
        return self._frame.schema

    def printSchema(self):
        self._frame.printSchema()

    def show(self, num_rows=20):
        for row in self._frame.toJSON().take(num_rows):
            print(row)

    def select_fields(self, paths, **_rest):
        return self._of(self._frame.select(*([paths] if isinstance(paths, str) else paths)))

    def drop_fields(self, paths, **_rest):
        return self._of(self._frame.drop(*([paths] if isinstance(paths, str) else paths)))

    def rename_field(self, old_name, new_name, **_rest):
        return self._of(self._frame.withColumnRenamed(old_name, new_name))

    def apply_mapping(self, mappings, **_rest):
        columns = []
        for mapping in mappings:
            source, source_type, target, target_type = mapping if len(mapping) == 4 else (mapping[0], None, mapping[1], mapping[2])
            columns.append(F.col(source).cast(target_type).alias(target))
        return self._of(self._frame.select(*columns))

    def filter(self, f, **_rest):
        schema = self._frame.schema
        return self._of(self._frame.rdd.filter(f).toDF(schema))

    def map(self, f, **_rest):
        return self._of(self._frame.rdd.map(lambda row: Row(**dict(f(row.asDict())))).toDF())

    def resolveChoice(self, specs=None, choice="", **_rest):
        frame = self._frame
        for path, action in specs or []:
            if not action.startswith("cast:"):
                raise NotImplementedError("resolveChoice(%r) is not offered by this server: cast:type is." % (action,))
            frame = frame.withColumn(path, F.col(path).cast(action[len("cast:"):]))
        return self._of(frame)

    def union(self, other_frame, **_rest):
        return self._of(self._frame.unionByName(other_frame.toDF()))

    def join(self, paths1, paths2, frame2, **_rest):
        other = frame2.toDF()
        pairs = zip([paths1] if isinstance(paths1, str) else paths1, [paths2] if isinstance(paths2, str) else paths2)
        return self._of(self._frame.join(other, [self._frame[one] == other[two] for one, two in pairs]))

    def repartition(self, num_partitions, **_rest):
        return self._of(self._frame.repartition(num_partitions))

    def coalesce(self, num_partitions, **_rest):
        return self._of(self._frame.coalesce(num_partitions))
