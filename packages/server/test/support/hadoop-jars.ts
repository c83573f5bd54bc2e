import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installLimitMs, installOnce } from './install-once.ts';
import { testCache } from './start-server.ts';

/** Hadoop's S3A and the SDK that it calls, of the version of Hadoop in pyspark 3.5. */
const artifacts = ['org.apache.hadoop:hadoop-aws:3.3.4', 'com.amazonaws:aws-java-sdk-bundle:1.12.262'];

/** The jars, fetched once per machine by Maven; undefined where they cannot be: tests skip then, by name. */
export async function findHadoopJars(): Promise<readonly string[] | undefined> {
  const directory = join(testCache, 'hadoop-aws-3.3.4');
  const install = async () => {
    for (const artifact of artifacts)
      await promisify(execFile)(
        'mvn',
        ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${directory}`],
        { timeout: installLimitMs },
      );
  };
  if (!(await installOnce(directory, install))) return undefined;
  const jars = artifacts.map((artifact) => join(directory, `${artifact.split(':').slice(1).join('-')}.jar`));
  return jars.every((jar) => existsSync(jar)) ? jars : undefined;
}
