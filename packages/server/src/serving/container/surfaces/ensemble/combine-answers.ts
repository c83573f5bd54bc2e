import { type Frame, scalar } from '@catenary/scoring/internal/frame';
import { answerCells, frameNumbers, numberAnswer } from '@catenary/scoring/internal/models';
import { defined } from '@catenary/scoring/internal/values';
import { type EnsembleFile, ensembleError } from './read-ensemble.ts';

/** The answers of an ensemble's members to the same rows. */
export interface MemberAnswers {
  readonly frames: readonly Frame[];
  readonly weights: readonly number[];
  readonly rowCount: number;
  /** Labels of the columns of the answers. */
  readonly classes?: readonly (string | number)[] | undefined;
}

type Combine = (answers: MemberAnswers) => Frame;

/** Name in ensemble.yaml -> how answers become one. Throws `ScoringError` for answers that are not alike. */
export const combineAnswers: Readonly<Record<Exclude<EnsembleFile['combine'], 'stack'>, Combine>> = {
  mean: (answers) => numberAnswer(weightedMean(answers, numbersOf(answers)), answers.rowCount, 'float64'),

  max(answers) {
    const [first = new Float64Array(0), ...others] = numbersOf(answers);
    const most = first.map((value, at) => others.reduce((best, other) => Math.max(best, defined(other[at])), value));
    return numberAnswer(most, answers.rowCount, 'float64');
  },

  vote: voteOf,

  soft: (answers) => ofClasses(weightedMean(answers, numbersOf(answers)), answers),

  rank(answers) {
    const ranks = numbersOf(answers).map((numbers) => ranksOf(numbers, answers.rowCount));
    return ofClasses(weightedMean(answers, ranks), answers);
  },
};

/** Answers side by side: what a model over them is asked. */
export function sideBySide({ frames, rowCount }: MemberAnswers): Frame {
  const blocks = frames.map((frame) => frameNumbers(frame));
  const widths = blocks.map((block) => block.length / rowCount);
  const width = widths.reduce((sum, each) => sum + each, 0);
  const values = new Float64Array(rowCount * width);
  for (let row = 0; row < rowCount; row++) {
    let at = row * width;
    blocks.forEach((block, member) => {
      const wide = defined(widths[member]);
      values.set(block.subarray(row * wide, (row + 1) * wide), at);
      at += wide;
    });
  }
  return numberAnswer(values, rowCount, 'float64');
}

/** Row-major, and of all members equally wide. */
function numbersOf({ frames }: MemberAnswers): Float64Array[] {
  const blocks = frames.map((frame) => frameNumbers(frame));
  const [first] = blocks;
  if (blocks.some((block) => block.length !== first?.length))
    throw ensembleError('members', 'they answer different numbers of columns, which cannot be combined');
  return blocks;
}

function weightedMean({ weights }: MemberAnswers, blocks: readonly Float64Array[]): Float64Array {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const sums = new Float64Array(blocks[0]?.length ?? 0);
  blocks.forEach((block, member) => {
    const weight = defined(weights[member]);
    for (let at = 0; at < sums.length; at++) sums[at] = defined(sums[at]) + weight * defined(block[at]);
  });
  return sums.map((sum) => sum / all);
}

/** The label of the largest number of each row, the first of several; the numbers themselves without labels. */
function ofClasses(values: Float64Array, { classes, rowCount }: MemberAnswers): Frame {
  if (classes === undefined) return numberAnswer(values, rowCount, 'float64');
  if (values.length !== rowCount * classes.length)
    throw ensembleError(
      'classes',
      `there are ${classes.length}, and members answer ${values.length / rowCount} columns`,
    );
  const labels = Array.from({ length: rowCount }, (_none, row) => {
    const cells = values.subarray(row * classes.length, (row + 1) * classes.length);
    return defined(classes[cells.indexOf(Math.max(...cells))]);
  });
  return labelAnswer(labels);
}

/** The label with the most weight; of several the smallest, as scikit-learn has it. */
function voteOf({ frames, weights, rowCount }: MemberAnswers): Frame {
  const votes = frames.map((frame) => {
    const [column, ...others] = answerCells(frame);
    if (column === undefined || others.length > 0)
      throw ensembleError('members', 'to vote, each must answer one label');
    return column;
  });
  const labels = Array.from({ length: rowCount }, (_none, row) => {
    const sums = new Map<string | number, number>();
    votes.forEach((column, member) => {
      const label = column[row] ?? '';
      sums.set(label, (sums.get(label) ?? 0) + defined(weights[member]));
    });
    const most = Math.max(...sums.values());
    const [label = ''] = [...sums.keys()].filter((each) => sums.get(each) === most).sort(ascending);
    return label;
  });
  return labelAnswer(labels);
}

const ascending = (a: string | number, b: string | number) =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1;

function labelAnswer(labels: readonly (string | number)[]): Frame {
  const numbers = labels.filter((label) => typeof label === 'number');
  if (numbers.length === labels.length) {
    const areWhole = numbers.every((label) => Number.isInteger(label));
    return numberAnswer(Float64Array.from(numbers), labels.length, areWhole ? 'integer' : 'float64');
  }
  const fields = [{ name: 'prediction', type: scalar('string') }];
  const values = labels.map(String);
  return { schema: { fields, isPositional: true }, columns: [{ kind: 'string', values }], rowCount: labels.length };
}

/** The place of each number among those of its row, from 1; equal ones share the mean of theirs. */
function ranksOf(numbers: Float64Array, rowCount: number): Float64Array {
  const width = numbers.length / rowCount;
  return numbers.map((value, at) => {
    const start = Math.floor(at / width) * width;
    const row = numbers.subarray(start, start + width);
    const less = row.filter((other) => other < value).length;
    const equal = row.filter((other) => other === value).length;
    return less + (equal + 1) / 2;
  });
}
