/** A Spark that the operator names in `spark` of catenary.yaml: whoever may start a run with it may run any code on this machine. */
export interface SparkOption {
  readonly name: string;
  /** An interpreter with pyspark, or with `home` the one that drivers run in. */
  readonly python?: string;
  /** A distribution: the folder with `bin/spark-submit` and `jars`. */
  readonly home?: string;
  /** The folder of a Java. @default what `java` is on the PATH */
  readonly java?: string;
  /** @default local, with `cores` of them */
  readonly master?: string;
  /** Jars that every run has on its class path, such as hadoop-aws. */
  readonly jars?: readonly string[];
  /** Settings of Spark that runs cannot change. */
  readonly conf?: Readonly<Record<string, string>>;
  /** The most cores of a run on this machine. @default 2 */
  readonly cores?: number;
  /** The most memory of a driver's heap, MiB; a run on this machine has its executor in it. @default 2048 */
  readonly memoryMB?: number;
  /** A task of a transform that takes longer is ended, and done once more. Seconds. @default no limit */
  readonly taskSeconds?: number;
  /** Of a task of a transform about, MiB: an object of lines that is larger is divided. @default 256 */
  readonly partMB?: number;
}
