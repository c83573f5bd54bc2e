import { defined } from '../../../util/defined.ts';
import type { ColumnScope, ColumnInfo } from '../../save/column-scope.ts';
import type { MapStage, StageTable } from '../../save/map-stage.ts';
import { makeNode } from '../../save/node.ts';
import { sqlOp } from '../../ops/spark-only/sql.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { bindStatement, computedItems, readColumns } from '../../sql/bound-statement.ts';
import { expandAliases } from '../../sql/expand-aliases.ts';
import type { Statement } from '../../sql/expression.ts';
import { parseStatement } from '../../sql/parse-statement.ts';
import { SqlError } from '../../sql/sql-error.ts';
import { fromDataType, toDataType } from '../../sql/sql-type.ts';

/** `SELECT ... FROM __THIS__ [WHERE ...]`, a row at a time. */
export const sqlTransformer: StageTable = { SQLTransformer: transform };

function transform(...[stage, { columns, isAnsi }]: Parameters<MapStage>): ReturnType<MapStage> {
  try {
    const isNew = !stage.isBefore(4);
    const rules = { doubledQuotes: isNew, betweenAsCall: isNew };
    const statement = parseStatement(stage.params.string('statement'), rules);
    const isColumn = (name: string) => columns.has(columns.find(name));
    const expanded = stage.isBefore(3, 4) ? statement : expandAliases(statement, isColumn);
    return mapStatement(stage, expanded, columns, isAnsi);
  } catch (error) {
    if (error instanceof SqlError) throw stage.unsupported(error.message);
    throw error;
  }
}

function mapStatement(stage: SavedStage, statement: Statement, columns: ColumnScope, isAnsi: boolean) {
  const mode = { isAnsi };
  const inputs = new Map(
    [...readColumns(statement)].map(([name, used]) => [name, columns.info(columns.find(name)).type ?? used]),
  );
  const ports = Object.fromEntries(
    [...inputs.keys()].map((name, at) => [`input${at}`, columns.read(columns.find(name))]),
  );
  const unread = { evaluate: () => null, text: '' };
  const { values } = bindStatement(
    statement,
    (name) => ({ ...unread, type: fromDataType(defined(inputs.get(name))) }),
    mode,
  );
  const items = computedItems(statement);
  // What is known of a column goes on with it under its new name.
  const made = items.map(({ name, value }, at): { name: string; info: ColumnInfo; isCarried: boolean } => {
    const source = value.node === 'column' ? columns.find(value.name) : undefined;
    const info = source === undefined ? {} : columns.info(source);
    return {
      name,
      info: { ...info, type: toDataType(values[at].type) },
      isCarried: source === name,
    };
  });
  if (!statement.items.some(({ star }) => star)) columns.keepOnly(made.map(({ name }) => name));
  const outputs: Record<string, string> = {};
  made.forEach(({ name, info, isCarried }, at) => {
    if (!isCarried) outputs[`output${at}`] = columns.write(name, info);
  });
  // A condition drops rows, so the step stays even where nobody wants what it makes.
  const attributes = statement.where === undefined ? {} : { handle_invalid: 'skip' };
  return [makeNode(stage, { op: 'sql', attributes }, ports, outputs, sqlOp({ statement, inputs, mode }))];
}
