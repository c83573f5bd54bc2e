import { availableParallelism } from 'node:os';
import { type Frame, scalar } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { defined } from '@catenary/scoring/internal/values';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { RowWidth } from '../../row-width.ts';
import type { LoadNativeContainer, NativeContainer, NativeContainerDefinition } from '../native-container.ts';
import type { CellTable, RuleCell } from './cell-table.ts';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import { baseTypes, decodeTable } from './decode-table.ts';
import { encodeTable, tableType } from './encode-table.ts';

/** Rules of rules.yaml, without code of a model's owner. Rejects with `ScoringError` for rules that do not fit. */
export const loadRulesContainer = (async (definition) =>
  new RulesContainer(definition, await compileRules(definition.files))) satisfies LoadNativeContainer;

class RulesContainer implements NativeContainer {
  readonly #rules: CompiledRules;
  readonly #usual: string | undefined;

  constructor({ environment }: NativeContainerDefinition, rules: CompiledRules) {
    this.#rules = rules;
    this.#usual = own(environment, 'SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT') || undefined;
  }

  decode(request: ContainerRequest): Frame | ContainerAnswer {
    return decodeTable(request, this.#rules.inputs);
  }

  /** Texts decide what a cell is. */
  adopt(): undefined {
    return undefined;
  }

  score({ columns, rowCount, schema, origin }: Frame): Frame {
    const table: CellTable = new Map(
      columns.map((column, at) => [defined(schema.fields[at]).name, [...(column.values as readonly RuleCell[])]]),
    );
    for (const step of this.#rules.steps) step.run(table, rowCount);
    const { outputs } = this.#rules;
    const fields = [...outputs].map(([name, { type, nullable }]) => ({
      name,
      type: scalar(baseTypes[type], nullable),
    }));
    const made = [...outputs.keys()].map((name) => ({ kind: 'value' as const, values: defined(table.get(name)) }));
    return { schema: { fields }, columns: made, rowCount, origin };
  }

  mediaTypeFor(accept: string | undefined, frame?: Frame): string | undefined {
    return tableType(accept, this.#usual, frame);
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    return encodeTable(frame, accept, this.#usual);
  }

  get rowWidth(): RowWidth {
    const width = this.#rules.inputs.size;
    return { least: width, most: width };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }
}
