import type { z } from 'zod';
import { loadZod, type Zod } from '../../../util/load-zod.ts';
import { readYaml, type YamlRules } from './read-yaml.ts';

export interface YamlForm<Value> extends YamlRules {
  readonly schema: (z: Zod) => z.ZodType<Value>;
}

/** A file of an archive, as YAML of a form. Rejects with the error of `refuse`, which names the first member that does not fit. */
export async function readYamlForm<Value>(bytes: Uint8Array, { schema, ...rules }: YamlForm<Value>): Promise<Value> {
  const read = schema(loadZod()).safeParse(await readYaml(bytes, rules));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw rules.refuse(issue?.path.join('.') || 'the file', issue?.message ?? 'it does not have the form of such a file');
}
