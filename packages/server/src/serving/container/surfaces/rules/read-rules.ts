import type { ModelFiles } from '@catenary/scoring/internal/frame';
import type { Zod } from '../../../../util/load-zod.ts';
import { readYamlForm } from '../read-yaml-form.ts';
import { rulesError } from './rules-error.ts';

/** rules.yaml, checked for its form alone. */
export interface RulesFile {
  readonly columns: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, { readonly file: string; readonly key: string }>>;
  readonly steps: readonly RuleStep[];
}

/** One step: exactly one of its members. */
export interface RuleStep {
  readonly compute?: Readonly<Record<string, string>> | undefined;
  readonly round?: Readonly<Record<string, number>> | undefined;
  readonly clamp?:
    | Readonly<Record<string, { readonly from?: number | undefined; readonly to?: number | undefined }>>
    | undefined;
  readonly label?: Readonly<Record<string, LabelRule>> | undefined;
  readonly map?: Readonly<Record<string, MapRule>> | undefined;
  readonly rename?: Readonly<Record<string, string>> | undefined;
  readonly drop?: readonly string[] | undefined;
  readonly keep?: readonly string[] | undefined;
  readonly reject?: { readonly when: string; readonly message: string } | undefined;
}

/** One label more than thresholds: a value gets the label behind the last threshold that it reaches. */
export interface LabelRule {
  readonly of: string;
  readonly at: readonly number[];
  readonly as: readonly string[];
}

/** Looks a column's cells up among a table's keys. */
export interface MapRule {
  readonly of: string;
  readonly table: string;
  readonly value: string;
  /** For cells that the table does not have; without it their rows are refused. */
  readonly otherwise?: string | number | boolean | null | undefined;
}

const maxBytes = 256 * 1024;
const maxSteps = 200;

const rulesSchema = (z: Zod) => {
  const name = z.string().min(1).max(200);
  const byName = <Value extends Parameters<typeof z.record>[1]>(value: Value) => z.record(name, value);
  const step = z.strictObject({
    compute: byName(z.string().max(4096)).optional(),
    round: byName(z.int().min(0).max(15)).optional(),
    clamp: byName(z.strictObject({ from: z.number().optional(), to: z.number().optional() })).optional(),
    label: byName(
      z.strictObject({ of: name, at: z.array(z.number()).min(1).max(1000), as: z.array(z.string()) }),
    ).optional(),
    map: byName(
      z.strictObject({
        of: name,
        table: name,
        value: name,
        otherwise: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
      }),
    ).optional(),
    rename: byName(name).optional(),
    drop: z.array(name).min(1).optional(),
    keep: z.array(name).min(1).optional(),
    reject: z.strictObject({ when: z.string().max(4096), message: z.string().min(1).max(1000) }).optional(),
  });
  return z.strictObject({
    columns: byName(z.string()),
    tables: byName(z.strictObject({ file: name, key: name })).default({}),
    steps: z.array(step).max(maxSteps),
  });
};

/** Reads rules.yaml of an archive. Rejects with `ScoringError` `bad_model` and the place of what it cannot hold. */
export async function readRules(files: ModelFiles): Promise<RulesFile> {
  const bytes = files.get('rules.yaml');
  if (bytes === undefined) throw rulesError('the archive', 'it has no file of that name at its top');
  return readYamlForm(bytes, { schema: rulesSchema, maxBytes, refuse: rulesError });
}
