import { own } from '@catenary/scoring/internal/names';
import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { CellType, CellTypes, ColumnType, RuleCell } from './cell-table.ts';

/** An expression that is checked, and compiled once. */
export interface Expression {
  readonly type: ColumnType;
  /** The columns that it asks for. */
  readonly names: ReadonlySet<string>;
  /** Of the cells of one row, by column: those of its `names` are enough. Throws what the library does, such as for a division by zero. */
  evaluate(cells: Readonly<Record<string, unknown>>): RuleCell;
}

/** An expression takes time that grows with its length alone: lists are those that it writes out. */
const limits = { maxAstNodes: 500, maxDepth: 50, maxListElements: 200, maxMapEntries: 0, maxCallArguments: 8 };
/** A text that is longer is refused: each step could double it. */
const maxTextLength = 16_384;

const celTypes: Readonly<Record<CellType, string>> = {
  number: 'double',
  integer: 'int',
  text: 'string',
  boolean: 'bool',
};
const cellTypes: Readonly<Record<string, CellType>> = {
  double: 'number',
  int: 'integer',
  string: 'text',
  bool: 'boolean',
};

/** Functions of the standard, and ours, whose time grows with their texts alone: `matches` is none, nor are loops. */
const standard =
  'contains startsWith endsWith size indexOf lastIndexOf substring lowerAscii upperAscii trim string int double bool';
const ofNumbers: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  expm1: Math.expm1,
  sin: Math.sin,
  sqrt: Math.sqrt,
};
const ofPairs: Readonly<Record<string, (a: number, b: number) => number>> = {
  max: Math.max,
  min: Math.min,
  pow: (base, exponent) => base ** exponent,
};
const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
const allowed: ReadonlySet<string> = new Set([
  ...standard.split(' '),
  ...Object.keys(ofNumbers),
  ...Object.keys(ofPairs),
]);

/** Words that no variable can be (CEL's language definition, "Syntax"). */
const reserved: ReadonlySet<string> = new Set(
  'false in null true as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** Names that an expression can have. */
const identifier = /^[A-Za-z_]\w*$/;

/** Throws an error that says what is wrong with it, for the columns that there are. */
export function compileExpression(text: string, columns: CellTypes): Expression {
  const parsed = environmentFor(columns).parse(text);
  const nodes = nodesOf(parsed.ast);
  refuseCalls(nodes);
  const { valid, type = '', error } = parsed.check();
  if (!valid) throw new Error(error?.summary ?? 'it does not fit the columns');
  const cellType = own(cellTypes, type);
  if (cellType === undefined)
    throw new Error(`its type is ${type}: let it be a number, text or boolean, such as by double(...) or string(...)`);
  const names = new Set(nodes.flatMap(({ op, args }) => (op === 'id' ? [String(args)] : [])));
  return { type: { type: cellType, nullable: false }, names, evaluate: (cells) => cellOf(parsed(cells)) };
}

/** What a cell is to an expression: whole numbers have a type of their own. */
export function celValue(cell: RuleCell, { type }: ColumnType): unknown {
  return type === 'integer' && typeof cell === 'number' ? BigInt(cell) : cell;
}

/** Columns that may hold nulls have no type that is known before, so that `x == null` can be asked. */
function environmentFor(columns: CellTypes): Environment {
  const environment = new Environment({ limits });
  for (const [name, { type, nullable }] of columns)
    if (isFree(environment, name)) environment.registerVariable(name, nullable ? 'dyn' : celTypes[type]);
  for (const [name, act] of Object.entries(ofNumbers))
    for (const type of ['double', 'int'])
      environment.registerFunction(`${name}(${type}): double`, (value: number | bigint) => act(Number(value)));
  for (const [name, act] of Object.entries(ofPairs))
    eachPair((a, b) => environment.registerFunction(`${name}(${a}, ${b}): double`, onNumbers(act)));
  for (const [sign, act] of Object.entries(operators))
    for (const [a, b] of [
      ['double', 'int'],
      ['int', 'double'],
    ])
      environment.registerOperator(`${a} ${sign} ${b}: double`, onNumbers(act));
  return environment;
}

/** Words of the language stay what they are: such a column can be renamed first. */
const isFree = (environment: Environment, name: string) =>
  identifier.test(name) && !reserved.has(name) && !environment.hasVariable(name);

function eachPair(act: (a: string, b: string) => unknown): void {
  for (const a of ['double', 'int']) for (const b of ['double', 'int']) act(a, b);
}

const onNumbers = (act: (a: number, b: number) => number) => (a: number | bigint, b: number | bigint) =>
  act(Number(a), Number(b));

/** Throws for a call that is not on the list. */
function refuseCalls(nodes: readonly ASTNode[]): void {
  const calls = nodes.filter(({ op }) => op === 'call' || op === 'rcall');
  const names = calls.map(({ args }) => String(partsOf(args)[0]));
  const unknown = names.find((name) => !allowed.has(name));
  if (unknown !== undefined) throw new Error(`${unknown}() is not offered; there are ${[...allowed].join(', ')}`);
}

/** A node, and all below it. */
const nodesOf = (node: ASTNode): readonly ASTNode[] => [node, ...partsOf(node.args).filter(isNode).flatMap(nodesOf)];

const partsOf = (args: unknown): readonly unknown[] => [args].flat(3);

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value;

function cellOf(value: unknown): RuleCell {
  if (typeof value === 'bigint') {
    if (BigInt.asIntN(54, value) !== value) throw new Error('the whole number is larger than 2^53');
    return Number(value);
  }
  if (typeof value === 'string' && value.length > maxTextLength)
    throw new Error(`the text has more than ${maxTextLength} characters`);
  return value as RuleCell;
}
