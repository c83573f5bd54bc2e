/** catenary.yaml of a server that runs jobs of Spark, with settings by which a small job takes little of the machine. */
export function sparkConfiguration(python: string, jars: readonly string[]): string {
  const conf = {
    'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
    'spark.sql.shuffle.partitions': '2',
    'spark.default.parallelism': '2',
  };
  // JSON is YAML.
  return JSON.stringify({ spark: [{ name: 'test', python, jars, conf, memoryMB: 1024 }] });
}
