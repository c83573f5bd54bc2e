import { ScoringError } from '@catenary/scoring/internal/frame';
import { defined, present } from '@catenary/scoring/internal/values';
import type { CellTable, CellTypes, ColumnType, RuleCell } from './cell-table.ts';
import { celValue, compileExpression, type Expression } from './expression.ts';
import type { RuleStep } from './read-rules.ts';
import type { ReferenceTable } from './reference-table.ts';
import { rulesError } from './rules-error.ts';

/** What a step is compiled for. */
export interface StepScope {
  /** For messages. */
  readonly place: string;
  readonly columns: CellTypes;
  readonly tables: ReadonlyMap<string, ReferenceTable>;
}

export interface CompiledStep {
  /** The columns that there are behind it. */
  readonly columns: CellTypes;
  /** Changes the table. Throws `ScoringError` with the row for one that it refuses. */
  readonly run: (table: CellTable, rowCount: number) => void;
}

type Compile = (step: RuleStep, scope: StepScope) => CompiledStep;

/** Name of a step in rules.yaml -> what it does. */
export const ruleSteps: { readonly [Name in keyof Required<RuleStep>]: Compile } = {
  compute: ({ compute = {} }, scope) =>
    eachInTurn(Object.entries(compute), scope, ([name, text], inner) => {
      const expression = expressionOf(text, `${inner.place}.compute.${name}`, inner);
      const run = (table: CellTable, rowCount: number) => {
        table.set(name, evaluateRows(expression, inner.columns, { table, rowCount, column: name }));
      };
      return { columns: withColumn(inner.columns, name, expression.type), run };
    }),

  round: ({ round = {} }, scope) =>
    eachInTurn(Object.entries(round), scope, ([name, digits], inner) => {
      const scale = 10 ** digits;
      numberColumn(name, 'round', inner);
      return change(inner, name, (value) => halfToEven(value * scale) / scale);
    }),

  clamp: ({ clamp = {} }, scope) =>
    eachInTurn(Object.entries(clamp), scope, ([name, { from = -Infinity, to = Infinity }], inner) => {
      const place = `${inner.place}.clamp.${name}`;
      const { type } = numberColumn(name, 'clamp', inner);
      if (from > to) throw rulesError(place, `from ${from} is above to ${to}`);
      const fraction = [from, to].find((bound) => Number.isFinite(bound) && !Number.isSafeInteger(bound));
      if (type === 'integer' && fraction !== undefined)
        throw rulesError(place, `${fraction} is no whole number, and the column holds integers`);
      return change(inner, name, (value) => Math.min(to, Math.max(from, value)));
    }),

  label: ({ label = {} }, scope) =>
    eachInTurn(Object.entries(label), scope, ([name, { of, at, as }], inner) => {
      const place = `${inner.place}.label.${name}`;
      const { nullable } = numberColumn(of, 'label', inner);
      if (as.length !== at.length + 1)
        throw rulesError(place, `${at.length} thresholds need ${at.length + 1} labels; there are ${as.length}`);
      if (at.some((threshold, index) => index > 0 && threshold <= defined(at[index - 1])))
        throw rulesError(place, 'its thresholds do not ascend');
      const run = (table: CellTable) => {
        const labels = cellsOf(table, of).map((cell) => (typeof cell === 'number' ? labelOf(cell, at, as) : null));
        table.set(name, labels);
      };
      return { columns: withColumn(inner.columns, name, { type: 'text', nullable }), run };
    }),

  map: ({ map = {} }, scope) =>
    eachInTurn(Object.entries(map), scope, ([name, { of, table: tableName, value, otherwise }], inner) => {
      const place = `${inner.place}.map.${name}`;
      columnOf(of, inner, place);
      const table = inner.tables.get(tableName);
      if (table === undefined) throw rulesError(place, `there is no table ${tableName}`);
      const { type, values } = table.lookup(value);
      const find = (cell: RuleCell, row: number): RuleCell => {
        const found = cell === null ? undefined : values.get(String(cell));
        if (found !== undefined || otherwise !== undefined) return found ?? otherwise ?? null;
        const shown = JSON.stringify(cell)?.slice(0, 80);
        throw refuseRow({ row, column: of, value: cell }, `${shown} is not in the table ${tableName}`);
      };
      const nullable = otherwise === null;
      if (!nullable && otherwise !== undefined && (type.type === 'number') !== (typeof otherwise === 'number'))
        throw rulesError(place, `otherwise is no ${type.type}, as the column ${value} of the table is`);
      return {
        columns: withColumn(inner.columns, name, { ...type, nullable }),
        run: (cells) => cells.set(name, cellsOf(cells, of).map(find)),
      };
    }),

  rename: ({ rename = {} }, scope) => {
    const place = `${scope.place}.rename`;
    for (const name of Object.keys(rename)) columnOf(name, scope, place);
    const names = new Map(Object.entries(rename));
    const renamed = [...scope.columns].map(([name, type]) => [names.get(name) ?? name, type] as const);
    if (new Set(renamed.map(([name]) => name)).size < renamed.length)
      throw rulesError(place, 'two columns would have one name');
    const run = (table: CellTable) => {
      const cells = [...table];
      table.clear();
      for (const [name, values] of cells) table.set(names.get(name) ?? name, values);
    };
    return { columns: new Map(renamed), run };
  },

  drop: ({ drop = [] }, scope) => {
    for (const name of drop) columnOf(name, scope, `${scope.place}.drop`);
    return pick(
      [...scope.columns.keys()].filter((name) => !drop.includes(name)),
      scope,
    );
  },

  keep: ({ keep = [] }, scope) => {
    for (const name of keep) columnOf(name, scope, `${scope.place}.keep`);
    return pick(keep, scope);
  },

  reject: ({ reject }, scope) => {
    const { when = '', message = '' } = reject ?? {};
    const place = `${scope.place}.reject`;
    const expression = expressionOf(when, place, scope);
    if (expression.type.type !== 'boolean') throw rulesError(place, 'when is no condition');
    const run = (table: CellTable, rowCount: number) => {
      const found = evaluateRows(expression, scope.columns, { table, rowCount, column: undefined }).indexOf(true);
      if (found >= 0) throw new ScoringError('bad_input', message, { row: found });
    };
    return { columns: scope.columns, run };
  },
};

/** Steps of one kind for several columns: each sees what the ones before it have made. */
function eachInTurn<Entry>(
  entries: readonly Entry[],
  scope: StepScope,
  compile: (entry: Entry, scope: StepScope) => CompiledStep,
): CompiledStep {
  let { columns } = scope;
  const runs = entries.map((entry) => {
    const compiled = compile(entry, { ...scope, columns });
    columns = compiled.columns;
    return compiled.run;
  });
  return {
    columns,
    run: (table, rowCount) => {
      for (const run of runs) run(table, rowCount);
    },
  };
}

function expressionOf(text: string, place: string, { columns }: StepScope): Expression {
  try {
    return compileExpression(text, columns);
  } catch (error) {
    const { summary, message } = error as { readonly summary?: string; readonly message: string };
    throw rulesError(place, `${text.slice(0, 200)}: ${(summary ?? message).replace(/\.$/, '')}`);
  }
}

/** What an expression is evaluated over. */
interface Rows {
  readonly table: CellTable;
  readonly rowCount: number;
  /** The column that it makes, for messages. */
  readonly column: string | undefined;
}

function evaluateRows(expression: Expression, types: CellTypes, { table, rowCount, column }: Rows): RuleCell[] {
  const asked = [...table].filter(([name]) => expression.names.has(name));
  const columns = asked.map(([name, cells]) => ({ name, cells, type: defined(types.get(name)) }));
  return Array.from({ length: rowCount }, (_none, row) => {
    const values = columns.map(({ name, cells, type }) => [name, celValue(cells[row] ?? null, type)] as const);
    try {
      return expression.evaluate(Object.fromEntries(values));
    } catch (error) {
      const { summary, message } = error as { readonly summary?: string; readonly message: string };
      throw refuseRow({ row, column }, summary ?? message);
    }
  });
}

interface RowPlace {
  readonly row: number;
  readonly column?: string | undefined;
  readonly value?: RuleCell;
}

function refuseRow(place: RowPlace, what: string): ScoringError {
  const { row, column, value } = place;
  const where = column === undefined ? '' : `, column "${column}"`;
  return new ScoringError('bad_input', `Row ${row + 1}${where}: ${what}.`, { row, ...present({ column, value }) });
}

function change(scope: StepScope, name: string, act: (value: number) => number): CompiledStep {
  const run = (table: CellTable) => {
    const cells = cellsOf(table, name).map((cell) => (typeof cell === 'number' ? act(cell) : cell));
    table.set(name, cells);
  };
  return { columns: scope.columns, run };
}

function pick(names: readonly string[], { columns, place }: StepScope): CompiledStep {
  if (names.length === 0) throw rulesError(place, 'no column is left');
  const run = (table: CellTable) => {
    const kept = names.map((name) => [name, cellsOf(table, name)] as const);
    table.clear();
    for (const [name, cells] of kept) table.set(name, cells);
  };
  return { columns: new Map(names.map((name) => [name, defined(columns.get(name))])), run };
}

const cellsOf = (table: CellTable, name: string): RuleCell[] => defined(table.get(name));

function withColumn(columns: CellTypes, name: string, type: ColumnType): CellTypes {
  return new Map(columns).set(name, type);
}

function columnOf(name: string, { columns }: StepScope, place: string): ColumnType {
  const type = columns.get(name);
  if (type !== undefined) return type;
  throw rulesError(
    place,
    `there is no column ${JSON.stringify(name)}; there are ${[...columns.keys()].slice(0, 20).join(', ')}`,
  );
}

function numberColumn(name: string, step: string, scope: StepScope): ColumnType {
  const place = `${scope.place}.${step}`;
  const column = columnOf(name, scope, place);
  if (column.type === 'number' || column.type === 'integer') return column;
  throw rulesError(place, `the column ${JSON.stringify(name)} holds no numbers`);
}

/** As numpy rounds: a half goes to the even neighbour. */
function halfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

function labelOf(value: number, at: readonly number[], as: readonly string[]): string | null {
  if (Number.isNaN(value)) return null;
  let reached = 0;
  while (reached < at.length && value >= defined(at[reached])) reached++;
  return defined(as[reached]);
}
