import type { DataType } from '../../../frame/data-type.ts';
import { defined } from '../../../util/defined.ts';
import type { ColumnInfo, ColumnScope } from '../../save/column-scope.ts';
import { inputPorts } from '../../save/input-ports.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import type { StageNode, StageScope } from '../../save/stage-form.ts';
import { bindStatement, computedItems, readColumns } from '../../sql/bound-statement.ts';
import { expandAliases } from '../../sql/expand-aliases.ts';
import type { Statement } from '../../sql/expression.ts';
import { parseStatement } from '../../sql/parse-statement.ts';
import { SqlError } from '../../sql/sql-error.ts';
import { fromDataType, toDataType } from '../../sql/sql-type.ts';
import type { SqlMode } from '../../sql/typed.ts';

/** A statement: the columns it reads are its ports `input0` ..., in the order of the map. */
export interface SqlStatement {
  readonly statement: Statement;
  readonly inputs: ReadonlyMap<string, DataType>;
  readonly mode: SqlMode;
}

/** `SELECT ... FROM __THIS__ [WHERE ...]`, a row at a time. */
export function readStatement(stage: SavedStage, scope: StageScope): StageNode<SqlStatement> {
  const { columns } = scope;
  try {
    const isNew = !stage.isBefore(4);
    const rules = { doubledQuotes: isNew, betweenAsCall: isNew };
    const statement = parseStatement(stage.params.string('statement'), rules);
    const isColumn = (name: string) => columns.has(columns.find(name));
    return statementNode(stage.isBefore(3, 4) ? statement : expandAliases(statement, isColumn), scope);
  } catch (error) {
    if (error instanceof SqlError) throw stage.unsupported(error.message);
    throw error;
  }
}

function statementNode(statement: Statement, { columns, isAnsi }: StageScope): StageNode<SqlStatement> {
  const mode = { isAnsi };
  const types = new Map(
    [...readColumns(statement)].map(([name, used]) => [name, columns.info(columns.find(name)).type ?? used]),
  );
  const names = [...types.keys()].map((name) => columns.find(name));
  const inputs = inputPorts(columns, names);
  const made = madeColumns(statement, types, { columns, isAnsi });
  if (!statement.items.some(({ star }) => star)) columns.keepOnly(made.map(({ name }) => name));
  const outputs = made.flatMap(({ name, info, isCarried }, at) =>
    isCarried ? [] : [[`output${at}`, columns.write(name, info)] as const],
  );
  const parameters = { statement, inputs: types, mode };
  // A condition drops rows, so the step stays even where its output is not used.
  return { parameters, inputs, outputs: Object.fromEntries(outputs), canSkip: statement.where !== undefined };
}

/** A column of the SELECT list; one that is handed on under its own name is not made anew. */
interface MadeColumn {
  readonly name: string;
  readonly info: ColumnInfo;
  readonly isCarried: boolean;
}

/** What is known of a column goes on with it under its new name. */
function madeColumns(
  statement: Statement,
  types: ReadonlyMap<string, DataType>,
  { columns, isAnsi }: { readonly columns: ColumnScope; readonly isAnsi: boolean },
): MadeColumn[] {
  const unread = { evaluate: () => null, text: '' };
  const typeOf = (name: string) => ({ ...unread, type: fromDataType(defined(types.get(name))) });
  const { values } = bindStatement(statement, typeOf, { isAnsi });
  return computedItems(statement).map(({ name, value }, at) => {
    const source = value.node === 'column' ? columns.find(value.name) : undefined;
    const info = source === undefined ? {} : columns.info(source);
    return { name, info: { ...info, type: toDataType(defined(values[at]).type) }, isCarried: source === name };
  });
}
