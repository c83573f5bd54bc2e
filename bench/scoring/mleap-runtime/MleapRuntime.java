import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ml.combust.mleap.core.types.StructField;
import ml.combust.mleap.core.types.StructType;
import ml.combust.mleap.runtime.MleapContext;
import ml.combust.mleap.runtime.frame.DefaultLeapFrame;
import ml.combust.mleap.runtime.frame.Row;
import ml.combust.mleap.runtime.frame.RowTransformer;
import ml.combust.mleap.runtime.frame.Transformer;
import ml.combust.mleap.runtime.javadsl.BundleBuilder;
import ml.combust.mleap.runtime.javadsl.ContextBuilder;
import ml.combust.mleap.runtime.javadsl.LeapFrameBuilder;

/**
 * The MLeap runtime over a bundle and the rows of a CSV file. Arguments: bundle (zip), rows, columns (name:type,...),
 * then "first" (one row is answered, then the process ends) or "warm". Prints lines "FIGURE name number": milliseconds of
 * "first", the best and the median microseconds a row of "warm".
 */
public final class MleapRuntime {
  public static void main(String[] arguments) throws Exception {
    String[] columns = arguments[2].split(",");
    LeapFrameBuilder frames = new LeapFrameBuilder();
    List<StructField> fields = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(":");
      fields.add(frames.createField(parts[0], parts[1].equals("string") ? frames.createString() : frames.createDouble()));
    }
    StructType schema = frames.createSchema(fields);
    long since = System.nanoTime();
    MleapContext context = new ContextBuilder().createMleapContext();
    Transformer model = (Transformer) new BundleBuilder().load(new File(arguments[0]), context).root();
    boolean isFirstOnly = arguments[3].equals("first");
    List<Row> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(Path.of(arguments[1]));
    for (String line : isFirstOnly ? lines.subList(0, 1) : lines) rows.add(parse(frames, columns, line));
    if (isFirstOnly) {
      System.out.println(oneRowFrame(frames, model, schema, rows.get(0)));
      System.out.println("FIGURE load " + (System.nanoTime() - since) / 1e6);
      return;
    }
    RowTransformer transformer = (RowTransformer) model.transform(RowTransformer.apply(schema)).get();
    System.out.println(transformer.transform(rows.get(0)));
    measure("row-transformer", rows.size(), 200, () -> {
      for (Row row : rows) transformer.transform(row);
    });
    measure("leap-frame", rows.size(), 40, () -> {
      for (Row row : rows) oneRowFrame(frames, model, schema, row);
    });
    measure("bulk", rows.size(), 40, () -> {
      DefaultLeapFrame frame = frames.createFrame(schema, rows);
      ((DefaultLeapFrame) model.transform(frame).get()).dataset().size();
    });
  }

  private static Row oneRowFrame(LeapFrameBuilder frames, Transformer model, StructType schema, Row row) {
    DefaultLeapFrame frame = frames.createFrame(schema, Arrays.asList(row));
    return ((DefaultLeapFrame) model.transform(frame).get()).dataset().head();
  }

  private static Row parse(LeapFrameBuilder frames, String[] columns, String line) {
    String[] cells = line.split(",");
    List<Object> values = new ArrayList<>();
    for (int at = 0; at < columns.length; at++)
      values.add(columns[at].endsWith(":string") ? cells[at] : (Object) Double.valueOf(cells[at]));
    return frames.createRowFromIterable(values);
  }

  /** Prints the best and the median time of a row in microseconds, after as many rounds to warm up. */
  private static void measure(String name, int rows, int rounds, Runnable run) {
    double[] times = new double[rounds];
    for (int round = 0; round < 2 * rounds; round++) {
      long since = System.nanoTime();
      run.run();
      times[round % rounds] = (System.nanoTime() - since) / 1000.0 / rows;
    }
    Arrays.sort(times);
    System.out.println("FIGURE " + name + " " + times[0] + " " + times[rounds / 2]);
  }
}
