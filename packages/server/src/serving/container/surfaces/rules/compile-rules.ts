import type { ModelFiles } from '@catenary/scoring/internal/frame';
import type { CellTable, CellType, CellTypes, ColumnType } from './cell-table.ts';
import { type RuleStep, type RulesFile, readRules } from './read-rules.ts';
import { ReferenceTable } from './reference-table.ts';
import { type CompiledStep, ruleSteps, type StepScope } from './rule-steps.ts';
import { rulesError } from './rules-error.ts';

/** Rules, checked against the columns that they are for. */
export interface CompiledRules {
  readonly inputs: CellTypes;
  readonly outputs: CellTypes;
  readonly steps: readonly { readonly what: string; run(table: CellTable, rowCount: number): void }[];
}

const maxColumns = 10_000;
const types: readonly string[] = ['number', 'integer', 'text', 'boolean'] satisfies readonly CellType[];

/** Rejects with `ScoringError` `bad_model` and the step that does not fit. */
export async function compileRules(files: ModelFiles): Promise<CompiledRules> {
  const rules = await readRules(files);
  const inputs = inputsOf(rules);
  const tables = new Map<string, ReferenceTable>();
  for (const [name, given] of Object.entries(rules.tables))
    tables.set(name, await ReferenceTable.open(files, name, given));
  let columns: CellTypes = inputs;
  const steps = rules.steps.map((step, index) => {
    const place = `steps.${index}`;
    const { what, compiled } = compileStep(step, { place, columns, tables });
    columns = compiled.columns;
    if (columns.size > maxColumns) throw rulesError(place, `there are more than ${maxColumns} columns`);
    return { what, run: compiled.run };
  });
  return { inputs, outputs: columns, steps };
}

function inputsOf({ columns }: RulesFile): CellTypes {
  const inputs = Object.entries(columns).map(([name, text]): [string, ColumnType] => {
    const nullable = text.endsWith('?');
    const type = nullable ? text.slice(0, -1) : text;
    if (!types.includes(type))
      throw rulesError(
        `columns.${name}`,
        `"${text}" is no type; there are ${types.join(', ')}, each with a "?" where a cell may be missing`,
      );
    // An object of JavaScript's has such names first, whatever their order was.
    if (/^\d+$/.test(name)) throw rulesError(`columns.${name}`, 'a name must not be a number');
    return [name, { type: type as CellType, nullable }];
  });
  if (inputs.length === 0) throw rulesError('columns', 'there are none');
  return new Map(inputs);
}

function compileStep(step: RuleStep, scope: StepScope): { readonly what: string; readonly compiled: CompiledStep } {
  const given = Object.entries(step).filter(([, spec]) => spec !== undefined);
  const [first] = given;
  const known = Object.keys(ruleSteps).join(', ');
  if (first === undefined || given.length > 1) throw rulesError(scope.place, `a step is one of ${known}`);
  const [what] = first as [keyof typeof ruleSteps, unknown];
  return { what, compiled: ruleSteps[what](step, scope) };
}
