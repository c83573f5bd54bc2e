import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ml.combust.mleap.core.types.BasicType;
import ml.combust.mleap.core.types.ScalarType;
import ml.combust.mleap.core.types.StructField;
import ml.combust.mleap.core.types.StructType;
import ml.combust.mleap.runtime.MleapContext;
import ml.combust.mleap.runtime.frame.DefaultLeapFrame;
import ml.combust.mleap.runtime.frame.Row;
import ml.combust.mleap.runtime.frame.Transformer;
import ml.combust.mleap.runtime.javadsl.BundleBuilder;
import ml.combust.mleap.runtime.javadsl.ContextBuilder;
import ml.combust.mleap.runtime.javadsl.LeapFrameBuilder;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * MLeap's runtime over the cases that `mleap_models.py` made below a folder: each row of `plain.csv` and `bad.csv`, of lists by
 * position and of objects by name, its cells made values by Java's own constructors. Beside each form its answers, one a line:
 * a number, "NaN" or an infinity as text, null for a row that is refused.
 */
public final class ScoreCells {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LeapFrameBuilder FRAMES = new LeapFrameBuilder();

  private final Transformer model;
  private final List<String> names = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final StructType schema;

  public static void main(String[] arguments) throws Exception {
    MleapContext context = new ContextBuilder().createMleapContext();
    List<Path> folders;
    try (Stream<Path> paths = Files.list(Path.of(arguments[0]))) {
      folders = paths.filter(path -> Files.isDirectory(path.resolve("bundle"))).sorted().collect(Collectors.toList());
    }
    for (Path folder : folders) new ScoreCells(folder, context).scoreForms(folder);
  }

  private ScoreCells(Path folder, MleapContext context) throws Exception {
    model = (Transformer) new BundleBuilder().load(folder.resolve("bundle").toFile(), context).root();
    List<StructField> fields = new ArrayList<>();
    for (JsonNode column : JSON.readTree(folder.resolve("schema.json").toFile()).get("input")) {
      names.add(column.get("name").asText());
      types.add(column.get("type").asText());
      fields.add(FRAMES.createField(column.get("name").asText(), new ScalarType(basic(column.get("type").asText()), true)));
    }
    schema = FRAMES.createSchema(fields);
  }

  private void scoreForms(Path folder) throws Exception {
    for (String name : List.of("plain.csv", "bad.csv")) {
      List<String> answers = new ArrayList<>();
      for (CSVRecord record : CSVFormat.DEFAULT.parse(Files.newBufferedReader(folder.resolve(name))))
        answers.add(score(record.toList(), false));
      Files.write(folder.resolve(name + ".answers"), answers);
    }
    for (String name : List.of("lists.jsonl", "mixed.jsonl", "objects.jsonl")) {
      List<String> answers = new ArrayList<>();
      for (String line : Files.readAllLines(folder.resolve(name))) answers.add(scoreLine(line));
      Files.write(folder.resolve(name + ".answers"), answers);
    }
  }

  /** `{"data": [...]}` by position, or an object by name, whose nulls are taken. */
  private String scoreLine(String line) throws Exception {
    Map<?, ?> row = JSON.readValue(line, Map.class);
    if (row.keySet().equals(java.util.Set.of("data"))) return score((List<?>) row.get("data"), false);
    return score(names.stream().map(row::get).collect(Collectors.toList()), true);
  }

  private String score(List<?> cells, boolean takesNulls) {
    try {
      List<Object> values = new ArrayList<>();
      for (int at = 0; at < types.size(); at++) {
        Object cell = cells.get(at);
        values.add(cell == null && takesNulls ? null : valueOf(cell.toString(), types.get(at)));
      }
      DefaultLeapFrame frame = FRAMES.createFrame(schema, Arrays.asList(FRAMES.createRowFromIterable(values)));
      DefaultLeapFrame scored = (DefaultLeapFrame) model.transform(frame).get();
      Row answer = (Row) scored.dataset().head();
      double number = answer.getDouble((int) scored.schema().indexOf("prediction").get());
      return Double.isNaN(number) || Double.isInfinite(number) ? "\"" + number + "\"" : String.valueOf(number);
    } catch (Exception error) {
      return "null";
    }
  }

  private static Object valueOf(String text, String type) {
    switch (type) {
      case "boolean":
        return Boolean.valueOf(text);
      case "byte":
        return Byte.valueOf(text);
      case "short":
        return Short.valueOf(text);
      case "int":
        return Integer.valueOf(text);
      case "long":
        return Long.valueOf(text);
      case "float":
        return Float.valueOf(text);
      case "double":
        return Double.valueOf(text);
      default:
        return text;
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
}
