import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { TreeEnsemble } from '../../../packages/scoring/src/kernels/trees/tree-ensemble.ts';

type Write = (writer: BinaryWriter) => void;

/** A message inside of a message. */
const inner = (field: number, write: Write) => (writer: BinaryWriter) => {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
};
const text = (field: number, value: string) => (writer: BinaryWriter) =>
  void writer.tag(field, WireType.LengthDelimited).string(value);
const whole = (field: number, value: number) => (writer: BinaryWriter) =>
  void writer.tag(field, WireType.Varint).int64(value);
const all = (parts: readonly Write[]) => (writer: BinaryWriter) => parts.forEach((write) => write(writer));

/** `AttributeProto`: name (1), what its kind of value is kept in, and that kind (20). */
const attribute = (name: string, kind: number, value: Write) => inner(5, all([text(1, name), value, whole(20, kind)]));
const integer = (name: string, value: number) => attribute(name, 2, whole(3, value));
const word = (name: string, value: string) => attribute(name, 3, text(4, value));
const floats = (name: string, values: Iterable<number>) =>
  attribute(name, 6, (writer) => {
    for (const value of values) writer.tag(7, WireType.Bit32).float(value);
  });
const integers = (name: string, values: Iterable<number>) =>
  attribute(name, 7, (writer) => {
    for (const value of values) writer.tag(8, WireType.Varint).int64(value);
  });
const words = (name: string, values: Iterable<string>) =>
  attribute(name, 8, (writer) => {
    for (const value of values) text(9, value)(writer);
  });

/** `ValueInfoProto` of a matrix of float32 with so many columns. */
const matrix = (field: number, name: string, columns: number) =>
  inner(
    field,
    all([
      text(1, name),
      inner(2, inner(1, all([whole(1, 1), inner(2, all([inner(1, text(2, 'N')), inner(1, whole(1, columns))]))]))),
    ]),
  );

/** Trees with numeric splits and one output as a model of ONNX: a single `TreeEnsembleRegressor` (ai.onnx.ml 3), which answers the margin. */
export function treeOnnx(trees: TreeEnsemble, base: number): Uint8Array {
  const { leftChild, rightChild, treeStarts, treeCount } = trees;
  const nodes = Array.from(leftChild.keys());
  const treeOf = new Int32Array(nodes.length);
  for (let tree = 0; tree < treeCount; tree++) treeOf.fill(tree, treeStarts[tree], treeStarts[tree + 1]);
  const number = (node: number) => node - (treeStarts[treeOf[node] ?? 0] ?? 0);
  const isLeaf = (node: number) => leftChild[node] === -1;
  const child = (children: Int32Array) => nodes.map((node) => (isLeaf(node) ? 0 : number(children[node] ?? 0)));
  const leaves = nodes.filter(isLeaf);
  const node = all([
    text(1, 'rows'),
    text(2, 'margin'),
    text(4, 'TreeEnsembleRegressor'),
    integer('n_targets', 1),
    word('post_transform', 'NONE'),
    floats('base_values', [base]),
    integers('nodes_treeids', treeOf),
    integers('nodes_nodeids', nodes.map(number)),
    integers(
      'nodes_featureids',
      nodes.map((at) => (isLeaf(at) ? 0 : (trees.splitIndex[at] ?? 0))),
    ),
    floats(
      'nodes_values',
      nodes.map((at) => (isLeaf(at) ? 0 : (trees.threshold[at] ?? 0))),
    ),
    words(
      'nodes_modes',
      nodes.map((at) => (isLeaf(at) ? 'LEAF' : 'BRANCH_LT')),
    ),
    integers('nodes_truenodeids', child(leftChild)),
    integers('nodes_falsenodeids', child(rightChild)),
    integers('nodes_missing_value_tracks_true', trees.defaultLeft),
    integers(
      'target_treeids',
      leaves.map((at) => treeOf[at] ?? 0),
    ),
    integers('target_nodeids', leaves.map(number)),
    integers(
      'target_ids',
      leaves.map(() => 0),
    ),
    floats(
      'target_weights',
      leaves.map((at) => trees.leafValue[at] ?? 0),
    ),
    text(7, 'ai.onnx.ml'),
  ]);
  const graph = all([
    inner(1, node),
    text(2, 'trees'),
    matrix(11, 'rows', trees.featureCount),
    matrix(12, 'margin', 1),
  ]);
  const opset = inner(8, all([text(1, 'ai.onnx.ml'), whole(2, 3)]));
  const writer = new BinaryWriter();
  all([whole(1, 8), inner(8, all([text(1, ''), whole(2, 17)])), opset, inner(7, graph)])(writer);
  return writer.finish();
}
