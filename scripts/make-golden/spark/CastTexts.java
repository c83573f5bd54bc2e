import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/**
 * What Spark's own Cast makes of texts, in both modes: for each line of the first file, a text in JSON, a line of the second,
 * `{"text","legacy","ansi"}` with an answer for each type: a value, null, or "refused". A first line has the types.
 */
public final class CastTexts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TYPES = List.of("tinyint", "smallint", "int", "bigint", "float", "double", "boolean",
      "decimal(10,2)", "decimal(38,18)", "decimal(38,0)");

  public static void main(String[] arguments) throws Exception {
    List<String> lines = new ArrayList<>();
    ObjectNode head = JSON.createObjectNode().put("version", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    head.set("types", JSON.valueToTree(TYPES));
    lines.add(head.toString());
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String text = JSON.readValue(line, String.class);
      ObjectNode row = JSON.createObjectNode().put("text", text);
      row.set("legacy", answers(text, EvalMode.LEGACY()));
      row.set("ansi", answers(text, EvalMode.ANSI()));
      lines.add(row.toString());
    }
    Files.write(Path.of(arguments[1]), lines);
  }

  private static ArrayNode answers(String text, scala.Enumeration.Value mode) {
    ArrayNode answers = JSON.createArrayNode();
    for (String type : TYPES) {
      DataType kind = DataType.fromDDL(type);
      Literal literal = new Literal(UTF8String.fromString(text), DataType.fromDDL("string"));
      try {
        put(answers, new Cast(literal, kind, Option.empty(), mode).eval(null));
      } catch (ArithmeticException | NumberFormatException error) {
        answers.add("refused");
      } catch (RuntimeException error) {
        if (!error.getClass().getName().startsWith("org.apache.spark.")) throw error;
        answers.add("refused");
      }
    }
    return answers;
  }

  private static void put(ArrayNode answers, Object value) {
    if (value == null) answers.addNull();
    else if (value instanceof Boolean) answers.add((Boolean) value);
    else if (value instanceof Decimal) answers.add(((Decimal) value).toJavaBigDecimal());
    else if (value instanceof Float && Float.isFinite((Float) value)) answers.add((Float) value);
    else if (value instanceof Double && Double.isFinite((Double) value)) answers.add((Double) value);
    else if (value instanceof Float || value instanceof Double) answers.add(value.toString());
    else answers.add(((Number) value).longValue());
  }
}
