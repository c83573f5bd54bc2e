import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import type { SparkInstallation } from '../spark-jobs/inspect-spark.ts';
import { ownCode } from '../spark-jobs/own-code.ts';

const defaultCores = 2;
/** Of a task on this machine, as on a cluster: there `spark.task.maxFailures` says it. */
const tries = 4;

/** Where tasks run, and by which settings. On this machine one at a time, since each uses all the cores that the run may have. */
export function sparkPlace({ master, cores = defaultCores, memoryMB, jars, conf }: SparkInstallation) {
  const settings: Record<string, string> = {
    'spark.ui.enabled': 'false',
    'spark.log.level': 'WARN',
    'spark.executorEnv.CATENARY_COMMAND': ownCode.command,
    ...present({
      'spark.task.cpus': master === undefined ? String(cores) : undefined,
      'spark.driver.memory': memoryMB === undefined ? undefined : `${memoryMB}m`,
      'spark.jars': jars?.join(','),
    }),
    ...conf,
  };
  return { master: master ?? `local[${cores},${tries}]`, conf: settings };
}

/** What its driver needs besides: `base` are variables that it gets anyway. */
export async function driverEnvironment(
  { home, python, java }: SparkInstallation,
  base: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  // A distribution has its pyspark in a folder; a wheel is in that place already.
  const lib = join(home, 'python/lib');
  const archives = (await readdir(lib).catch(() => [])).filter((name) => name.endsWith('-src.zip'));
  const modules = [...ownCode.modules, join(home, 'python'), ...archives.map((name) => join(lib, name))];
  return {
    ...present(base),
    PYTHONPATH: [...modules, ...(base.PYTHONPATH ?? '').split(':').filter(Boolean)].join(':'),
    SPARK_HOME: home,
    PYSPARK_PYTHON: base.PYSPARK_PYTHON ?? python,
    PYSPARK_DRIVER_PYTHON: python,
    CATENARY_COMMAND: base.CATENARY_COMMAND ?? ownCode.command,
    ...present({ JAVA_HOME: java }),
  };
}
