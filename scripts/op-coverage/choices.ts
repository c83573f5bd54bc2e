/** Begin of the rows and paragraphs of docs/mleap-differences.md that say why rows of an op are not equal. */
const variance = "a tree's `variance` column";
const coldStart = '`als` `coldStartStrategy`';
const assembler = '`vector_assembler` `handleInvalid`';
const families = '`generalized_linear_regression`, tweedie and power links';
const oneVsRest = ['`one_vs_rest` over decision trees', 'the column `mbc$...`'];
const boosters = '`xgboost.*`';

const choices: Readonly<Record<string, readonly string[]>> = {
  als: [coldStart],
  decision_tree_regression: [variance],
  generalized_linear_regression: [families],
  one_vs_rest: oneVsRest,
  pipeline: [variance],
  string_indexer: [variance],
  vector_assembler: [assembler, variance],
  'xgboost.classifier': [boosters],
  'xgboost.regression': [boosters],
};

/** Of an op whose rows are not all equal; none of another. */
export function choicesOf(op: string): readonly string[] {
  return choices[op] ?? [];
}
