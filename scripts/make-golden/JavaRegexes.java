import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Prints what this JVM makes of random regular expressions, a line of JSON each: {@code {"pattern","text","split","matches"}},
 * or {@code {"pattern","error"}} for one that does not compile. Run with Java 8 to 18:
 * {@code java scripts/make-golden/JavaRegexes.java SEED COUNT > test/golden/java-regex/java-17.jsonl}.
 */
public final class JavaRegexes {
  private static final String[] LETTERS = {"a", "b", "c", "A", "B", "\u00e9", "\u00c9", "\u65e5", "\ud83d\ude00", " ", "1", "7", "_", "-", ",", "\\n", "\\t", "K", "\u212a"};
  private static final String[] CLASSES = {"\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\h", "\\H", "\\v", "\\V", "\\p{L}", "\\P{L}", "\\p{Lu}", "\\pL", "\\p{Punct}",
    "\\p{Alpha}", "\\p{Upper}", "\\p{javaLowerCase}", "\\p{IsAlphabetic}", "\\p{Alnum}", "\\p{Space}", "\\p{XDigit}", "\\p{IsLatin}", "\\p{InGreek}", "\\p{Nd}", "."};
  private static final String[] EDGES = {"^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z"};
  private static final String[] SPECIALS = {"\\x41", "\\u0062", "\\0101", "\\x{1F600}", "\\Qa.\\E", "\\e", "\\cA", "\\R", "\\.", "\\\\", "\\["};
  private static final String[] PIECES = {"a", "b", "c", "A", "B", "ab", "abc", "aa", "\u00e9", "\u00c9", "\u65e5", "\ud83d\ude00", " ", "\n", "\r\n", "\r", "\u0085", "\u2028", "1", "42",
    "_", "-", ",", ".", "\t", "\u000b", "\u00a0", "K", "\u212a", "\u03b1", "\u0301", "\\", "["};

  private final Random random;
  private int groups;

  private JavaRegexes(Random random) {
    this.random = random;
  }

  public static void main(String[] arguments) {
    Random random = new Random(Long.parseLong(arguments[0]));
    for (int count = Integer.parseInt(arguments[1]); count > 0; count--) {
      String pattern = new JavaRegexes(random).pattern();
      StringBuilder text = new StringBuilder();
      for (int pieces = random.nextInt(9); pieces > 0; pieces--) text.append(PIECES[random.nextInt(PIECES.length)]);
      System.out.println(answer(pattern, text.toString()));
    }
  }

  private static String answer(String pattern, String text) {
    Pattern compiled;
    try {
      compiled = Pattern.compile(pattern);
    } catch (PatternSyntaxException error) {
      return "{\"pattern\":" + quote(pattern) + ",\"error\":" + quote(error.getDescription()) + "}";
    }
    List<String> matches = new ArrayList<>();
    for (Matcher matcher = compiled.matcher(text); matcher.find(); ) matches.add(matcher.group());
    return "{\"pattern\":" + quote(pattern) + ",\"text\":" + quote(text) + ",\"split\":" + list(List.of(compiled.split(text))) + ",\"matches\":" + list(matches) + "}";
  }

  private String pattern() {
    String flags = random.nextInt(5) == 0 ? "(?" + pick("i", "s", "m", "x", "iu", "im", "ms", "u") + ")" : "";
    return flags + alternatives(3);
  }

  private String alternatives(int depth) {
    String first = sequence(depth);
    return random.nextInt(4) == 0 ? first + "|" + (random.nextInt(6) == 0 ? "" : sequence(depth)) : first;
  }

  private String sequence(int depth) {
    StringBuilder parts = new StringBuilder();
    for (int count = 1 + random.nextInt(3); count > 0; count--) parts.append(quantified(depth));
    return parts.toString();
  }

  private String quantified(int depth) {
    String atom = atom(depth);
    if (random.nextInt(3) != 0) return atom;
    return atom + pick("*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}") + pick("", "", "?", "+");
  }

  private String atom(int depth) {
    int kind = random.nextInt(depth > 0 ? 12 : 7);
    if (kind < 3) return pick(LETTERS);
    if (kind == 3) return pick(CLASSES);
    if (kind == 4) return brackets(1);
    if (kind == 5) return pick(EDGES);
    if (kind == 6) return groups > 0 && random.nextBoolean() ? "\\" + (1 + random.nextInt(groups)) : pick(SPECIALS);
    if (kind == 7 || kind == 8) return capture(depth);
    if (kind == 9) return "(?:" + alternatives(depth - 1) + ")";
    if (kind == 10) return pick("(?=", "(?!", "(?>", "(?i:", "(?s-i:") + alternatives(depth - 1) + ")";
    return pick("(?<=", "(?<!") + pick(LETTERS) + pick("", pick(CLASSES), pick(LETTERS) + "?", "{1,2}") + ")";
  }

  private String capture(int depth) {
    String inside = alternatives(depth - 1);
    groups++;
    return "(" + inside + ")";
  }

  private String brackets(int depth) {
    StringBuilder inside = new StringBuilder(random.nextInt(4) == 0 ? "^" : "");
    for (int count = 1 + random.nextInt(3); count > 0; count--) inside.append(bracketItem(depth));
    if (depth > 0 && random.nextInt(5) == 0) inside.append("&&").append(random.nextBoolean() ? brackets(0) : bracketItem(0));
    return "[" + inside + "]";
  }

  private String bracketItem(int depth) {
    switch (random.nextInt(depth > 0 ? 6 : 5)) {
      case 0:
        return "a-c";
      case 1:
        return "A-Z";
      case 2:
        String name = pick(CLASSES);
        return name.equals(".") ? "\\." : name;
      case 5:
        return brackets(depth - 1);
      default:
        String letter = pick(LETTERS);
        return letter.equals("-") ? "\\-" : letter;
    }
  }

  private String pick(String... options) {
    return options[random.nextInt(options.length)];
  }

  private static String list(List<String> items) {
    return items.stream().map(JavaRegexes::quote).collect(Collectors.joining(",", "[", "]"));
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
