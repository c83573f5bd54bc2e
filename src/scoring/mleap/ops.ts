import { ScoringError } from '../scoring-error.ts';
import type { BundleNode } from './bundle/flatten-nodes.ts';
import type { Op } from './op.ts';
import { oneHotEncoder } from './ops/categorical/one-hot-encoder.ts';
import { stringIndexer } from './ops/categorical/string-indexer.ts';
import { classifierOp } from './ops/classification/compile-classifier.ts';
import { classifiers } from './ops/classification/classifiers.ts';
import { standardScaler } from './ops/feature/standard-scaler.ts';
import { vectorAssembler } from './ops/feature/vector-assembler.ts';
import { linearRegression } from './ops/regression/linear-regression.ts';
import { decisionTreeRegression, gbtRegression, randomForestRegression } from './ops/regression/tree-regressions.ts';

/** Every op that is read, by its name in a bundle (`pipeline` is taken apart before). */
const ops: ReadonlyMap<string, Op> = new Map(
  [
    oneHotEncoder,
    stringIndexer,
    standardScaler,
    vectorAssembler,
    linearRegression,
    decisionTreeRegression,
    gbtRegression,
    randomForestRegression,
    ...Object.entries(classifiers).map(([name, load]) => classifierOp(name, load)),
  ].map((op) => [op.name, op]),
);

/** Ops that are known and not read, and why. */
const refused: Readonly<Record<string, string>> = {
  tensorflow: 'it runs a TensorFlow graph, which needs the TensorFlow library; run this container as an image',
  categorical_drilldown: 'MLeap itself cannot load a stored bundle of it',
};

/** Names of all ops that are read, in alphabetical order. */
export function opNames(): string[] {
  return [...ops.keys(), 'pipeline'].sort();
}

/** The op of a node; throws `unsupported_model` that names the node and what is read. */
export function findOp(node: BundleNode): Op {
  const op = ops.get(node.op);
  if (op !== undefined) return op;
  const reason = Object.hasOwn(refused, node.op)
    ? refused[node.op]
    : `the ops that are read are ${opNames().join(', ')}`;
  throw new ScoringError('unsupported_model', `${node.path}: the op "${node.op}" is not supported: ${reason}.`, {
    node: node.path,
    op: node.op,
  });
}
