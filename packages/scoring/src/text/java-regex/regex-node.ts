/** Whether a code point belongs to a class. */
export type CharTest = (point: number) => boolean;

/** A parsed Java pattern. */
export type RegexNode =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly part: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly mode: 'greedy' | 'lazy' | 'possessive';
    }
  | { readonly kind: 'group'; readonly part: RegexNode; readonly number: number }
  | { readonly kind: 'atomic'; readonly part: RegexNode }
  | { readonly kind: 'look'; readonly part: RegexNode; readonly isAhead: boolean; readonly isNegative: boolean }
  | { readonly kind: 'back'; readonly number: number; readonly fold: (point: number) => number }
  | { readonly kind: 'assert'; readonly test: (text: string, at: number) => boolean };
