import { expect, it } from 'vitest';
import { readSubmitWords } from '../../../src/serving/spark-jobs/read-submit-words.ts';

// Apache Spark, "Submitting Applications": options come before the script, and what is behind it is the script's.
it('reads files, settings and the words of the script', () => {
  const words =
    '--master yarn --deploy-mode cluster --py-files s3://a/b.zip,s3://a/c.py --conf spark.x=y=z --conf=spark.k=v';
  const more = '--executor-memory 4g --verbose s3://a/main.py --conf not-ours';
  expect(readSubmitWords([...words.split(' '), ...more.split(' ')])).toEqual({
    main: 's3://a/main.py',
    arguments: ['--conf', 'not-ours'],
    pyFiles: ['s3://a/b.zip', 's3://a/c.py'],
    jars: [],
    files: [],
    archives: [],
    conf: { 'spark.x': 'y=z', 'spark.k': 'v', 'spark.executor.memory': '4g' },
  });
});

it.each([
  ['--packages a:b:1 s3://a/main.py', 'The option --packages of spark-submit is not offered.'],
  ['--class A s3://a/main.jar', 'The option --class of spark-submit is not offered.'],
  ['s3://a/main.jar', 'The script must be Python, name.py: it is s3://a/main.jar.'],
  ['--conf', 'The option --conf of spark-submit has no value.'],
  ['--master yarn', 'spark-submit names no script.'],
])('refuses %s', (words, message) => {
  expect(() => readSubmitWords(words.split(' '))).toThrow(message);
});

it('a name that every object has is no option', () => {
  expect(() => readSubmitWords(['--__proto__', 'x', 's3://a/main.py'])).toThrow(
    '--__proto__ of spark-submit is not offered',
  );
});
