import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What spark-submit does with a script of Python in client mode, and no Spark: options with their values, and then the script, whose
 * exit code is its own (Spark's `PythonRunner`). For tests of what happens around a run.
 */
const submit = `#!/bin/sh
while [ "\${1#--}" != "$1" ]; do shift 2; done
exec "$PYSPARK_PYTHON" "$@"
`;

/** Makes the folder of a Spark 3.5.8 with Hadoop 3.3.4, by the names of its jars. */
export function makeStandInSpark(home: string): void {
  mkdirSync(join(home, 'jars'), { recursive: true });
  mkdirSync(join(home, 'bin'));
  for (const jar of ['spark-core_2.12-3.5.8.jar', 'hadoop-client-runtime-3.3.4.jar'])
    writeFileSync(join(home, 'jars', jar), '');
  writeFileSync(join(home, 'bin', 'spark-submit'), submit);
  chmodSync(join(home, 'bin', 'spark-submit'), 0o755);
}

/** The same, with a stand-in of pyspark for the driver of transform jobs, which says what it does and does not do. */
export function makeStandInPyspark(home: string): void {
  makeStandInSpark(home);
  cpSync(join(import.meta.dirname, 'stand-in-pyspark'), join(home, 'python'), { recursive: true });
}
