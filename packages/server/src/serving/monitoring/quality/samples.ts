import { cellNumber, cellType } from '../analysis/cell-type.ts';
import type { Cell } from '../analysis/column-profile.ts';
import type { Row } from '../analysis/data-profile.ts';
import { MonitoringError } from '../monitoring-error.ts';
import { cellAt } from './cell-at.ts';
import type { QualityAttributes } from './quality-plan.ts';

/** Labels and predictions: numbers of a regression; otherwise positions in `classes`. */
export interface SampleColumns {
  readonly labels: readonly number[];
  readonly predictions: readonly number[];
  /** Probabilities of the positive class; empty where there are none. */
  readonly scores: readonly number[];
}

/** How many samples are kept. */
const maxSamples = 10_000_000;
const maxClasses = 1000;

/** Gathers what was predicted and what was right. */
export class Samples {
  readonly labels: number[] = [];
  readonly predictions: number[] = [];
  readonly scores: number[] = [];
  readonly #attributes: QualityAttributes;
  readonly #classes = new Map<string, number>();
  #leftOut = 0;
  #firstLeftOut = '';

  constructor(attributes: QualityAttributes) {
    this.#attributes = attributes;
    if (attributes.problem === 'BinaryClassification') for (const name of ['0', '1']) this.#classOf(name);
  }

  /** A sample whose label or prediction is missing, or no number of a regression, neither 0 nor 1 of two classes, is left out and counted. */
  add(row: Row, label: Cell): void {
    const right = this.#read(label);
    const score = this.#score(row);
    const predicted = this.#prediction(row, score);
    if (right === undefined || predicted === undefined || Number.isNaN(score)) {
      this.#leftOut++;
      if (this.#leftOut === 1) this.#firstLeftOut = this.#describe(row, label);
      return;
    }
    if (this.labels.length === maxSamples)
      throw new MonitoringError(`There are more than ${maxSamples} samples: analyse a shorter time.`);
    this.labels.push(right);
    this.predictions.push(predicted);
    if (score !== undefined) this.scores.push(score);
  }

  get count(): number {
    return this.labels.length;
  }

  /** The names of the classes, in the order of their positions. */
  get classes(): string[] {
    return [...this.#classes.keys()];
  }

  /** How many samples were left out, and the first of them. */
  get leftOut(): { readonly count: number; readonly first: string } {
    return { count: this.#leftOut, first: this.#firstLeftOut };
  }

  /** Undefined if none is asked for; NaN if it is missing. */
  #score(row: Row): number | undefined {
    const { probability, problem } = this.#attributes;
    if (probability === undefined || problem !== 'BinaryClassification') return undefined;
    return numberOf(cellAt(row, probability)) ?? Number.NaN;
  }

  #prediction(row: Row, score: number | undefined): number | undefined {
    const { inference, threshold } = this.#attributes;
    if (inference === undefined && score !== undefined) return score >= threshold ? 1 : 0;
    return this.#read(cellAt(row, inference ?? '0'));
  }

  #read(cell: Cell): number | undefined {
    if (cell === undefined) return undefined;
    if (this.#attributes.problem === 'Regression') return numberOf(cell);
    const name = classNameOf(cell);
    return this.#attributes.problem === 'MulticlassClassification' ? this.#classOf(name) : this.#classes.get(name);
  }

  #classOf(name: string): number {
    const known = this.#classes.get(name);
    if (known !== undefined) return known;
    if (this.#classes.size === maxClasses)
      throw new MonitoringError(`There are more than ${maxClasses} classes: is it a regression?`);
    this.#classes.set(name, this.#classes.size);
    return this.#classes.size - 1;
  }

  #describe(row: Row, label: Cell): string {
    const { inference, probability } = this.#attributes;
    const shown = (cell: Cell) => (cell === undefined ? 'missing' : `"${cell.slice(0, 100)}"`);
    const attribute = inference ?? probability ?? '0';
    return `its label is ${shown(label)}, its prediction (${attribute}) ${shown(cellAt(row, attribute))}`;
  }
}

function numberOf(cell: Cell): number | undefined {
  if (cell === undefined) return undefined;
  const type = cellType(cell);
  return type === 'Integral' || type === 'Fractional' ? cellNumber(cell) : undefined;
}

/** `1.0` and `1` are one class, and true is 1. */
function classNameOf(cell: string): string {
  if (cell === 'true' || cell === 'false') return cell === 'true' ? '1' : '0';
  return String(numberOf(cell) ?? cell);
}
