import type { SparkOption } from '../../serving/spark-jobs/spark-option.ts';
import { list } from './schema/list.ts';
import { wholeNumber } from './schema/number.ts';
import { record } from './schema/record.ts';
import { file, folder, text } from './schema/text.ts';
import { textMap } from './schema/text-map.ts';

const setting = { must: 'as a setting of Spark, spark.name', test: (name: string) => /^spark\.[\w.-]+$/.test(name) };
const value = { must: 'a text', test: () => true };

/** A Spark of `spark`. */
export const sparkOption = record<SparkOption>(
  {
    name: text({ must: 'letters, digits and ._-', test: (name) => /^[\w.-]{1,64}$/.test(name) }),
    python: text(),
    home: folder(),
    java: folder(),
    master: text({
      must: 'local[n], spark://host:port, yarn or k8s://address',
      test: (master) => /^(?:local(?:\[(?:\d{1,3}|\*)\])?|yarn|spark:\/\/[^\s/]+|k8s:\/\/\S+)$/.test(master),
    }),
    jars: list(file()),
    conf: textMap(setting, value),
    cores: wholeNumber({ from: 1, to: 1024 }),
    memoryMB: wholeNumber({ from: 512 }),
    taskSeconds: wholeNumber({ from: 1, to: 604_800 }),
    partMB: wholeNumber({ from: 1, to: 1_048_576 }),
  },
  {
    required: ['name'],
    fault: ({ python, home }) => (python === undefined && home === undefined ? 'needs python or home' : undefined),
  },
);
