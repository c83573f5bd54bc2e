import { expect, it } from 'vitest';
import { FailureLines } from '../../../src/serving/spark-jobs/failure-lines.ts';

const of = (text: string) => {
  const lines = new FailureLines();
  for (const line of text.split('\n')) lines.write(line);
  return lines;
};

// The forms are those of Python's `traceback`, of py4j's Py4JJavaError, and of a JVM's uncaught exception.
it.each([
  ['nothing', 'all is well\nError rate: 0', undefined],
  [
    "Python's last error",
    'Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "a.py"\nValueError: b',
    'ValueError: b',
  ],
  [
    "an error of Java's that Python tells",
    'Traceback (most recent call last):\n  File "a.py"\npy4j.protocol.Py4JJavaError: An error occurred while calling o5.csv.\n: java.io.IOException: No space left\n\tat A.b(C.java)',
    'py4j.protocol.Py4JJavaError: An error occurred while calling o5.csv. java.io.IOException: No space left',
  ],
  [
    "the first of Java's",
    'Exception in thread "main" java.lang.ClassNotFoundException: Foo\n\tat A.b(C.java)\nCaused by: x\njava.io.IOException: later',
    'Exception in thread "main" java.lang.ClassNotFoundException: Foo',
  ],
  [
    'not what spark-submit says of its script',
    'Exception in thread "main" org.apache.spark.SparkUserAppException: User application exited with 3',
    undefined,
  ],
])('a stream has %s', (_, text, message) => {
  expect(FailureLines.messageOf([of(text)])).toBe(message);
});

it("Python's error counts before Java's, whichever stream has it", () => {
  const python = of('Traceback (most recent call last):\n  File "a.py"\nValueError: b');
  expect(FailureLines.messageOf([of('java.io.IOException: a'), python])).toBe('ValueError: b');
});
