from awsglue.dynamicframe import DynamicFrame


class ApplyMapping:
    @staticmethod
    def apply(frame, mappings, **_rest):
        return frame.apply_mapping(mappings)


class SelectFields:
    @staticmethod
    def apply(frame, paths, **_rest):
        return frame.select_fields(paths)


class DropFields:
    @staticmethod
    def apply(frame, paths, **_rest):
        return frame.drop_fields(paths)


class RenameField:
    @staticmethod
    def apply(frame, old_name, new_name, **_rest):
        return frame.rename_field(old_name, new_name)


class Filter:
    @staticmethod
    def apply(frame, f, **_rest):
        return frame.filter(f)


class Map:
    @staticmethod
    def apply(frame, f, **_rest):
        return frame.map(f)


class Join:
    @staticmethod
    def apply(frame1, frame2, keys1, keys2, **_rest):
        return frame1.join(keys1, keys2, frame2)


class ResolveChoice:
    @staticmethod
    def apply(frame, specs=None, choice="", **_rest):
        return frame.resolveChoice(specs, choice)


class DropNullFields:
    """Drops the columns whose type is null: those that have no value at all."""

    @staticmethod
    def apply(frame, **_rest):
        data = frame.toDF()
        named = [field.name for field in data.schema.fields if field.dataType.typeName() not in ("void", "null")]
        return DynamicFrame(data.select(*named), frame.glue_ctx)
