import type { Operator } from './operator.ts';
import { lightgbm } from './ops/boosters/lightgbm.ts';
import { targetEncoder } from './ops/categorical/target-encoder.ts';
import { factorizationMachine } from './ops/classification/factorization-machine.ts';
import { castToDouble } from './ops/feature/cast-to-double.ts';
import { robustScaler } from './ops/feature/robust-scaler.ts';
import { vectorSizeHint } from './ops/feature/vector-size-hint.ts';
import { associationRules } from './ops/frequent-patterns/association-rules.ts';
import { sqlTransformer } from './ops/sql/sql-transformer.ts';
import { treeLeaves } from './ops/trees/tree-leaves.ts';

/** Operators that MLeap does not have: apart from the others, so that who scores a bundle does not load them. */
export const savedOps: readonly Operator[] = [
  associationRules,
  castToDouble,
  factorizationMachine,
  lightgbm,
  robustScaler,
  sqlTransformer,
  targetEncoder,
  treeLeaves,
  vectorSizeHint,
];
