import type { VectorRegister } from '../../plan/vector-register.ts';
import type { Classifier } from './classifier.ts';

/** What one member of `one_vs_rest` makes of a row: its raw prediction, and what the class is chosen by. */
export class MemberScore {
  margin = 0;
  value = 0;
  readonly #input: VectorRegister;
  readonly #isSpark: boolean;
  readonly #raw = new Float64Array(2);

  constructor(input: VectorRegister, isSpark: boolean) {
    this.#input = input;
    this.#isSpark = isSpark;
  }

  take(member: Classifier, op: string, row: number): void {
    const raw = this.#raw;
    member.score(this.#input, row, raw);
    if (this.#isSpark) this.#set(raw[1], raw[1]);
    else if (member.toProbability === undefined) {
      const label = member.fromRaw(raw);
      this.#set(label, label);
    } else {
      const margin = raw[1];
      member.toProbability(raw);
      // MLeap divides a leaf's counts in place, and so has shares for raw values from then on.
      this.#set(op === 'decision_tree_classifier' ? raw[1] : margin, raw[1]);
    }
  }

  #set(margin: number, value: number): void {
    this.margin = margin;
    this.value = value;
  }
}
