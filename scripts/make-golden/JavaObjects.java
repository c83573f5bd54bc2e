import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Prints the streams of test/scoring/spark/java-object.test.ts: java scripts/make-golden/JavaObjects.java */
class JavaObjects {
  static class Base implements Serializable {
    private static final long serialVersionUID = 1;
    byte small = -3;
    boolean yes = true;
    char letter = 'x';
  }

  static class Model extends Base {
    private static final long serialVersionUID = 2;
    int count = -7;
    long large = 1L << 40;
    short few = 300;
    float single = 0.5f;
    double number = -0.1;
    String text = "tree é日";
    String again = text;
    String none = null;
    int[] list = {1, 2, 3};
    Object self = this.text;
  }

  static class Own implements Serializable {
    private static final long serialVersionUID = 3;
    int kept = 4;

    private void writeObject(ObjectOutputStream out) throws java.io.IOException {
      out.defaultWriteObject();
      out.writeInt(99);
      out.writeObject("more");
    }
  }

  public static void main(String[] arguments) throws Exception {
    for (Object value : new Object[] {"text", Integer.valueOf(5), new String[] {"a", null, "a"}, new Own(), new Model()}) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new ObjectOutputStream(bytes)) {
        out.writeObject(value);
      }
      System.out.println(java.util.HexFormat.of().formatHex(bytes.toByteArray()));
    }
  }
}
