import type { DataType } from '../../frame/data-type.ts';
import type { Field } from '../../frame/schema.ts';
import { defined } from '../../util/defined.ts';
import { present } from '../../util/present.ts';

/** What is known of one number of a column: a slot of a vector, or a scalar. Spark calls it an ML attribute. */
export interface SlotInfo {
  readonly name?: string;
  /** How many values a nominal slot has; absent for a numeric one. */
  readonly levels?: number;
  readonly labels?: readonly string[];
}

/** What is known of a column besides its values; Spark keeps it in the column's metadata. */
export interface ColumnInfo {
  /** Absent where only the caller knows. */
  readonly type?: DataType;
  /** One for a scalar, one a slot for a vector whose slots are known. */
  readonly slots?: readonly SlotInfo[];
  /** Size of a vector column, if known. */
  readonly size?: number;
  /** The slots around a part of unknown size in a vector; Spark learns that size from the first row. */
  readonly open?: OpenSlots;
}

export interface OpenSlots {
  readonly before: readonly SlotInfo[];
  readonly after: readonly SlotInfo[];
  /** What names of the slots between begin with, which go on with their number from 0. */
  readonly prefix?: string;
}

/** The names of more slots than this are not kept: vectors of hashed words have millions, and their names are not needed. */
export const MAX_SLOTS = 100_000;

/**
 * The columns as they are between two stages. Stages may write a column anew, which plans cannot: so each has a name of its
 * own in the plan, and the scope knows which it is now.
 */
export class ColumnScope {
  readonly #planNames = new Map<string, string>();
  readonly #infos = new Map<string, ColumnInfo>();
  /** By the names in the plan: of columns that are written anew or dropped later, too. */
  readonly #planInfos = new Map<string, ColumnInfo>();
  readonly #taken = new Set<string>();
  readonly #made: string[] = [];
  readonly #rewritten = new Set<string>();
  readonly #isDeclared: boolean;

  /** `inputs`: the columns that rows have; without them, rows have what stages ask for. */
  constructor(inputs: readonly Field[] | undefined) {
    this.#isDeclared = inputs !== undefined;
    for (const { name, type, labels } of inputs ?? []) {
      this.#taken.add(name);
      this.#planNames.set(name, name);
      const slots = labels && [{ levels: labels.length, labels }];
      this.#setInfo(name, { type, ...present({ slots }) });
    }
  }

  /** The plan's name of a column that a stage reads; one that no stage has made yet is an input. */
  read(name: string): string {
    const known = this.#planNames.get(name);
    if (known !== undefined) return known;
    this.#planNames.set(name, name);
    this.#taken.add(name);
    return name;
  }

  /** The plan's name for a column that a stage makes, perhaps anew. */
  write(name: string, info: ColumnInfo = {}): string {
    let planName = name;
    for (let count = 2; this.#taken.has(planName); count++) planName = `${name}#${count}`;
    this.#taken.add(planName);
    this.#planNames.set(name, planName);
    this.#setInfo(name, sized(info));
    if (!this.#made.includes(name)) this.#made.push(name);
    return planName;
  }

  /** The plan's name for a column that a stage changes in place: if the rows brought it, it does not count as made. */
  rewrite(name: string, info: ColumnInfo): string {
    const isMade = this.#made.includes(name);
    const planName = this.write(name, info);
    if (!isMade) {
      this.#made.pop();
      this.#rewritten.add(name);
    }
    return planName;
  }

  info(name: string): ColumnInfo {
    return this.#infos.get(name) ?? {};
  }

  /** Tells more of a column without changing its values. */
  describe(name: string, info: ColumnInfo): void {
    this.#setInfo(name, sized({ ...this.info(name), ...info }));
  }

  /** What is known of a column by its name in the plan. */
  planInfo(planName: string): ColumnInfo {
    return this.#planInfos.get(planName) ?? {};
  }

  #setInfo(name: string, info: ColumnInfo): void {
    this.#infos.set(name, info);
    this.#planInfos.set(this.#planNames.get(name) ?? name, info);
  }

  /** The column that a name of SQL means, which may be written in other letters. */
  find(name: string): string {
    if (this.has(name)) return name;
    const folded = name.toLowerCase();
    return [...this.#planNames.keys()].find((known) => known.toLowerCase() === folded) ?? name;
  }

  /** Drops every column that was made but these. */
  keepOnly(names: readonly string[]): void {
    for (const name of this.#made.filter((made) => !names.includes(made))) this.drop(name);
  }

  drop(name: string): void {
    this.#planNames.delete(name);
    this.#infos.delete(name);
    const at = this.#made.indexOf(name);
    if (at >= 0) this.#made.splice(at, 1);
  }

  /** Whether the rows bring the column or a stage has made it. */
  has(name: string): boolean {
    return this.#planNames.has(name);
  }

  /** Whether it is known that rows do not bring the column, and no stage before has made it. */
  lacks(name: string): boolean {
    return this.#isDeclared && !this.has(name);
  }

  /** The plan's names of columns that the rows brought and a stage changed in place: they must be there although no stage asks for them. */
  rewritten(): string[] {
    return [...this.#rewritten].flatMap((name) => (this.#made.includes(name) ? [] : (this.#planNames.get(name) ?? [])));
  }

  /** The columns that the stages made and kept, in order, each with its name in the plan. */
  outputs(): { readonly name: string; readonly planName: string }[] {
    return this.#made.map((name) => ({ name, planName: defined(this.#planNames.get(name)) }));
  }
}

/** The size that follows from the type or the slots, so that no stage has to declare it twice. */
function sized(info: ColumnInfo): ColumnInfo {
  const { type, slots } = info;
  if (info.size !== undefined || type?.shape !== 'tensor') return info;
  const declared = type.dimensions?.length === 1 ? type.dimensions[0] : undefined;
  const size = declared !== undefined && declared >= 0 ? declared : slots?.length;
  return size === undefined ? info : { ...info, size };
}
