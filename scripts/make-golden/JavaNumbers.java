import java.util.Random;

/**
 * Prints doubles and floats as this JVM writes them, one line each: kind (d or f), bits in hex, text. Run with Java 8 to 18:
 * {@code java scripts/make-golden/JavaNumbers.java 3000 > test/golden/java-numbers/java-17.txt}. The first argument is the
 * count of random numbers of each kind; all powers of two and ten of both formats come with them.
 */
public final class JavaNumbers {
  public static void main(String[] arguments) {
    for (int power = -1074; power < 1024; power += 3) print(Math.scalb(1.0, power));
    for (int power = -149; power < 128; power++) print(Math.scalb(1f, power));
    for (int power = -323; power <= 308; power += 2) print(Double.parseDouble("1E" + power));
    for (int power = -45; power <= 38; power++) print(Float.parseFloat("1E" + power));
    Random random = new Random(17);
    for (int count = Integer.parseInt(arguments[0]); count > 0; count--) {
      long bits = random.nextLong() & Long.MAX_VALUE;
      int zeros = random.nextInt(52);
      switch (count % 4) {
        case 0:
          print(Double.longBitsToDouble(bits));
          print(Float.intBitsToFloat((int) (bits >>> 33)));
          break;
        case 1: // few bits, where ties are, and subnormal numbers
          print(Double.longBitsToDouble(((bits >>> zeros) << zeros) & (count % 8 == 1 ? Long.MAX_VALUE : 0xfffffffffffffL)));
          print(Float.intBitsToFloat((((int) (bits >>> 33)) >>> (zeros % 23)) << (zeros % 23)));
          break;
        case 2: // whole numbers of all sizes
          print((double) (bits >>> zeros));
          print((float) (bits >>> zeros));
          break;
        default: // decimals as people write them
          print((bits % 1_000_000) / Math.pow(10, zeros % 12));
          print((float) ((bits % 10_000) / Math.pow(10, zeros % 12)));
      }
    }
  }

  private static void print(double value) {
    System.out.println("d " + Long.toHexString(Double.doubleToRawLongBits(value)) + " " + value);
  }

  private static void print(float value) {
    System.out.println("f " + Integer.toHexString(Float.floatToRawIntBits(value)) + " " + value);
  }
}
