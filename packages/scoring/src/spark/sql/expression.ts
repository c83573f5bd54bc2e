/** A parsed expression; `text` is how it was written, for messages. */
export type Expression = { readonly text: string } & (
  | { readonly node: 'literal'; readonly literal: Literal }
  | { readonly node: 'column'; readonly name: string }
  | { readonly node: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly node: 'cast'; readonly operand: Expression; readonly type: string; readonly isTry: boolean }
  | {
      readonly node: 'case';
      readonly branches: readonly { readonly condition: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
    }
);

/** A literal as it was written: numbers keep their text, as it decides their type. */
export type Literal =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly text: string };

/** One item of a SELECT list. */
export type SelectItem =
  | { readonly star: true }
  | { readonly star: false; readonly name: string; readonly value: Expression };

export interface Statement {
  readonly items: readonly SelectItem[];
  readonly where: Expression | undefined;
}
