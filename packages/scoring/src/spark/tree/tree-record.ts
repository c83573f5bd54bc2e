/** One node of a tree; a tree is the list of them in pre-order. */
export type TreeRecord =
  | { readonly kind: 'leaf'; readonly values: readonly number[] }
  | { readonly kind: 'continuous'; readonly feature: number; readonly threshold: number }
  | {
      readonly kind: 'categorical';
      readonly feature: number;
      readonly isLeft: boolean;
      readonly categories: readonly number[];
      /** How many there are. */
      readonly count?: number;
    };
