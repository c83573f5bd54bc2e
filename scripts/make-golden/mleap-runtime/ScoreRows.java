import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ml.combust.mleap.core.types.BasicType;
import ml.combust.mleap.core.types.DataType;
import ml.combust.mleap.core.types.StructField;
import ml.combust.mleap.core.types.StructType;
import ml.combust.mleap.core.util.VectorConverters$;
import ml.combust.mleap.runtime.MleapContext;
import ml.combust.mleap.runtime.frame.DefaultLeapFrame;
import ml.combust.mleap.runtime.frame.Row;
import ml.combust.mleap.runtime.frame.Transformer;
import ml.combust.mleap.runtime.javadsl.BundleBuilder;
import ml.combust.mleap.runtime.javadsl.ContextBuilder;
import ml.combust.mleap.runtime.javadsl.LeapFrameBuilder;
import ml.combust.mleap.tensor.DenseTensor;
import ml.combust.mleap.tensor.SparseTensor;
import org.apache.spark.ml.linalg.Vectors;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * The MLeap runtime over the cases below a folder. A case is a folder with `bundle/` or `bundle.zip`, `schema.json` (its
 * `input`) and `input.jsonl`; beside them the answers are written as `expected-mleap.jsonl`, or `mleap-error.txt` for a
 * bundle that does not load. Every row is a frame of its own, so that a bad one does not hide the others.
 */
public final class ScoreRows {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LeapFrameBuilder FRAMES = new LeapFrameBuilder();

  public static void main(String[] arguments) throws Exception {
    MleapContext context = new ContextBuilder().createMleapContext();
    List<Path> folders;
    try (Stream<Path> paths = Files.walk(Path.of(arguments[0]))) {
      folders = paths.filter(path -> path.endsWith("schema.json")).map(Path::getParent).sorted().collect(Collectors.toList());
    }
    for (Path folder : folders) scoreCase(folder, context);
  }

  private static void scoreCase(Path folder, MleapContext context) throws Exception {
    File bundle = Files.isDirectory(folder.resolve("bundle")) ? folder.resolve("bundle").toFile() : folder.resolve("bundle.zip").toFile();
    Transformer model;
    try {
      model = (Transformer) new BundleBuilder().load(bundle, context).root();
    } catch (Throwable error) {
      Files.writeString(folder.resolve("mleap-error.txt"), describe(error) + "\n");
      return;
    }
    JsonNode columns = JSON.readTree(folder.resolve("schema.json").toFile()).get("input");
    List<StructField> fields = new ArrayList<>();
    for (JsonNode column : columns) fields.add(FRAMES.createField(column.get("name").asText(), typeOf(column)));
    StructType schema = FRAMES.createSchema(fields);
    List<String> answers = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("input.jsonl")))
      answers.add(scoreRow(model, schema, columns, JSON.readTree(line), answers.size()));
    Files.write(folder.resolve("expected-mleap.jsonl"), answers);
  }

  private static String scoreRow(Transformer model, StructType schema, JsonNode columns, JsonNode row, int number) {
    try {
      List<Object> values = new ArrayList<>();
      for (JsonNode column : columns) values.add(cell(row.get(column.get("name").asText()), column));
      DefaultLeapFrame frame = FRAMES.createFrame(schema, Arrays.asList(FRAMES.createRowFromIterable(values)));
      DefaultLeapFrame scored = (DefaultLeapFrame) model.transform(frame).get();
      if (scored.dataset().isEmpty()) return "{\"row\":" + number + ",\"skipped\":true}";
      Row answer = (Row) scored.dataset().head();
      List<StructField> fields = JavaConverters.seqAsJavaListConverter(scored.schema().fields()).asJava();
      List<String> cells = new ArrayList<>();
      for (int at = columns.size(); at < fields.size(); at++) cells.add(quote(fields.get(at).name()) + ":" + json(answer.getRaw(at)));
      return "{\"row\":" + number + ",\"output\":{" + String.join(",", cells) + "}}";
    } catch (Throwable error) {
      return "{\"row\":" + number + ",\"error\":" + quote(describe(error)) + "}";
    }
  }

  private static DataType typeOf(JsonNode column) {
    BasicType base = basic(column.get("type").asText());
    switch (column.path("struct").asText("basic")) {
      case "vector":
        return FRAMES.createTensor(base);
      case "array":
        return FRAMES.createList(base);
      case "map":
        return mapOf(base);
      default:
        return new ml.combust.mleap.core.types.ScalarType(base, true);
    }
  }

  /** Older runtimes, which this compiles against too, have no maps. */
  private static DataType mapOf(BasicType base) {
    try {
      Class<?> type = Class.forName("ml.combust.mleap.core.types.MapType");
      return (DataType) type.getConstructor(BasicType.class, BasicType.class, boolean.class).newInstance(FRAMES.createBasicString(), base, true);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  private static BasicType basic(String type) {
    switch (type) {
      case "boolean":
        return FRAMES.createBasicBoolean();
      case "byte":
        return FRAMES.createBasicByte();
      case "short":
        return FRAMES.createBasicShort();
      case "int":
        return FRAMES.createBasicInt();
      case "long":
        return FRAMES.createBasicLong();
      case "float":
        return FRAMES.createBasicFloat();
      case "double":
        return FRAMES.createBasicDouble();
      default:
        return FRAMES.createBasicString();
    }
  }

  private static Object cell(JsonNode value, JsonNode column) {
    if (value == null || value.isNull()) return null;
    String type = column.get("type").asText();
    switch (column.path("struct").asText("basic")) {
      case "vector":
        double[] values = doubles(value.get("values"));
        if (value.get("type").asText().equals("dense"))
          return VectorConverters$.MODULE$.sparkVectorToMleapTensor(Vectors.dense(values));
        int[] indices = new int[values.length];
        for (int at = 0; at < indices.length; at++) indices[at] = value.get("indices").get(at).asInt();
        return VectorConverters$.MODULE$.sparkVectorToMleapTensor(Vectors.sparse(value.get("size").asInt(), indices, values));
      case "array":
        List<Object> items = new ArrayList<>();
        for (JsonNode item : value) items.add(scalar(item, type));
        return JavaConverters.asScalaBufferConverter(items).asScala().toList();
      case "map":
        Map<Object, Object> map = new HashMap<>();
        value.fields().forEachRemaining(entry -> map.put(entry.getKey(), scalar(entry.getValue(), type)));
        return JavaConverters.mapAsScalaMapConverter(map).asScala().toMap(scala.Predef$.MODULE$.$conforms());
      default:
        return scalar(value, type);
    }
  }

  private static double[] doubles(JsonNode list) {
    double[] values = new double[list.size()];
    for (int at = 0; at < values.length; at++) values[at] = number(list.get(at));
    return values;
  }

  private static double number(JsonNode value) {
    return value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
  }

  private static Object scalar(JsonNode value, String type) {
    if (value.isNull()) return null;
    switch (type) {
      case "boolean":
        return value.asBoolean();
      case "byte":
        return (byte) value.asInt();
      case "short":
        return (short) value.asInt();
      case "int":
        return value.asInt();
      case "long":
        return value.asLong();
      case "float":
        return (float) number(value);
      case "double":
        return number(value);
      default:
        return value.asText();
    }
  }

  private static String json(Object value) {
    if (value == null || value == scala.None$.MODULE$) return "null";
    if (value instanceof Option) return json(((Option<?>) value).get());
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isNaN(number) || Double.isInfinite(number) ? quote(value.toString()) : value.toString();
    }
    if (value instanceof Number || value instanceof Boolean) return value.toString();
    if (value instanceof DenseTensor) {
      DenseTensor<?> tensor = (DenseTensor<?>) value;
      String shape = tensor.dimensions().size() == 1 ? "" : "\"shape\":" + json(tensor.dimensions()) + ",";
      return "{\"type\":\"dense\"," + shape + "\"values\":" + array(tensor.values()) + "}";
    }
    if (value instanceof SparseTensor) {
      SparseTensor<?> tensor = (SparseTensor<?>) value;
      List<String> indices = new ArrayList<>();
      for (Object index : JavaConverters.seqAsJavaListConverter(tensor.indices()).asJava()) indices.add(String.valueOf(((scala.collection.Seq<?>) index).head()));
      return "{\"type\":\"sparse\",\"size\":" + tensor.dimensions().head() + ",\"indices\":[" + String.join(",", indices) + "],\"values\":" + array(tensor.values()) + "}";
    }
    if (value instanceof scala.collection.Seq)
      return JavaConverters.seqAsJavaListConverter((scala.collection.Seq<?>) value).asJava().stream().map(ScoreRows::json).collect(Collectors.joining(",", "[", "]"));
    return quote(value.toString());
  }

  private static String array(Object values) {
    List<String> items = new ArrayList<>();
    for (int at = 0; at < java.lang.reflect.Array.getLength(values); at++) items.add(json(java.lang.reflect.Array.get(values, at)));
    return "[" + String.join(",", items) + "]";
  }

  /** The class and the first line of the innermost cause. */
  private static String describe(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) cause = cause.getCause();
    return cause.getClass().getSimpleName() + ": " + String.valueOf(cause.getMessage()).split("\n", 2)[0];
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char unit : text.toCharArray()) {
      if (unit == '"' || unit == '\\') quoted.append('\\').append(unit);
      else if (unit < ' ' || unit > 126) quoted.append(String.format("\\u%04x", (int) unit));
      else quoted.append(unit);
    }
    return quoted.append('"').toString();
  }
}
