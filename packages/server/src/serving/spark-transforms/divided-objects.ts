import type { Readable } from 'node:stream';
import type { SparkOption } from '../spark-jobs/spark-option.ts';
import { faultName } from '../transform-job/data-log.ts';
import { clientFailure, ObjectFailure } from '../transform-job/object-failure.ts';
import { type DivideContext, divideObject, whyWhole } from './divide-object.ts';
import { type JoinContext, joinParts } from './join-parts.ts';
import type { ObjectOrder, ObjectResult } from './object-task.ts';

const defaultPartMB = 256;

/** Bytes of a part, about. */
export const partBytesOf = ({ partMB = defaultPartMB }: Pick<SparkOption, 'partMB'>): number => partMB * 1024 ** 2;

/** Where parts of objects are until they are put together, each in a folder of its own. */
export interface PartPlaces {
  /** What the order of a part says of it. */
  readonly orderOf: (folder: string) => Pick<ObjectOrder, 'output' | 'outputPath'>;
  readonly read: (folder: string, name: string) => Promise<Readable>;
  readonly remove: (folder: string, names: readonly string[]) => Promise<void>;
}

export interface DividedContext extends Omit<DivideContext, 'store'>, Omit<JoinContext, 'journal'> {
  /** A name for the run: one that goes on with another has the same. */
  readonly run: string;
  readonly places: PartPlaces;
  readonly journalOf: (id: number) => JoinContext['journal'];
  /** Puts what was put together where it belongs, if it is not there yet; resolves with the files that it is. */
  readonly publish: () => Promise<readonly string[]>;
  /** Called for an object that has failed as a whole. */
  readonly onFailure: (failure: ObjectFailure) => void;
}

interface Divided {
  readonly order: ObjectOrder;
  readonly folders: readonly string[];
  readonly results: (ObjectResult | undefined)[];
}

/** The objects of a job as tasks: large ones as several, whose results are put together again. */
export class DividedObjects {
  readonly orders: ObjectOrder[] = [];
  /** Large objects that are one task each, and why. */
  readonly whole: string[] = [];
  readonly #context: DividedContext;
  /** By the id of a task. */
  readonly #parts = new Map<number, { readonly of: Divided; readonly at: number }>();
  #next: number;

  private constructor(context: DividedContext, next: number) {
    this.#context = context;
    this.#next = next;
  }

  static async of(objects: readonly ObjectOrder[], context: DividedContext): Promise<DividedObjects> {
    const divided = new DividedObjects(
      context,
      objects.reduce((most, { id }) => Math.max(most, id + 1), 0),
    );
    for (const order of objects) await divided.#add(order);
    return divided;
  }

  async #add(order: ObjectOrder): Promise<void> {
    const { plan, partBytes } = this.#context;
    const why = order.size > partBytes ? whyWhole(plan, order.object) : undefined;
    if (why !== undefined) this.whole.push(`${order.name}: ${why}`);
    const parts = order.size > partBytes && why === undefined ? await divideObject(order.object, this.#context) : [];
    if (parts.length < 2) {
      this.orders.push(order);
      return;
    }
    const folders = parts.map((_, at) => `${this.#context.run}/${order.id}/${at}`);
    const of: Divided = { order, folders, results: parts.map(() => undefined) };
    for (const [at, part] of parts.entries()) {
      const id = this.#next++;
      const size = part.end - (parts[at - 1]?.end ?? 0);
      this.orders.push({ ...order, ...this.#context.places.orderOf(folders[at] ?? ''), id, size, part });
      this.#parts.set(id, { of, at });
    }
  }

  /** The object that is done with the result of this task, and what it came to; undefined while parts of it are missing. */
  async take(id: number, result: ObjectResult): Promise<readonly [id: number, result: ObjectResult] | undefined> {
    const part = this.#parts.get(id);
    if (part === undefined) return [id, result];
    const { of, at } = part;
    of.results[at] = result;
    const results = of.results.filter((each) => each !== undefined);
    if (results.length < of.results.length) return undefined;
    const whole = await this.#together(of, results);
    await this.#remove(of);
    return [of.order.id, whole];
  }

  /** Removes what is left of objects whose parts were not all done. */
  async close(): Promise<void> {
    for (const of of new Set([...this.#parts.values()].map((part) => part.of)))
      if (of.results.includes(undefined)) await this.#remove(of);
  }

  async #remove({ order, folders }: Divided): Promise<void> {
    const { relativePath } = order.object;
    const names = [`${relativePath}.out`, `${relativePath}.rejected.jsonl`];
    for (const folder of folders) await this.#context.places.remove(folder, names);
  }

  async #together({ order, folders }: Divided, results: readonly ObjectResult[]): Promise<ObjectResult> {
    const sum = (of: 'records' | 'rejected') => results.reduce((total, result) => total + result[of], 0);
    const whole = { records: sum('records'), rejected: sum('rejected'), outputs: [] };
    const failed = results.find(({ failure }) => failure !== undefined);
    if (failed?.failure !== undefined) return { ...whole, lines: failed.lines, failure: failed.failure };
    const lines = results.flatMap((result) => result.lines);
    const failure = this.#judge(order, whole);
    if (failure !== undefined) return { ...whole, lines, failure };
    const { places, journalOf, publish } = this.#context;
    const { relativePath } = order.object;
    const parts = results.map((result, at) => ({
      result,
      output: () => places.read(folders[at] ?? '', `${relativePath}.out`),
      rejected: () => places.read(folders[at] ?? '', `${relativePath}.rejected.jsonl`),
    }));
    await joinParts(relativePath, parts, { ...this.#context, journal: journalOf(order.id) });
    return { ...whole, lines, outputs: await publish() };
  }

  /** As an object that is transformed in one place is judged. */
  #judge(
    { object }: ObjectOrder,
    { records, rejected }: Pick<ObjectResult, 'records' | 'rejected'>,
  ): string | undefined {
    const { maxRejectedShare } = this.#context.plan.badRecords;
    if (rejected / Math.max(1, records) <= maxRejectedShare) return undefined;
    const counts = `${rejected} of ${records} records were rejected`;
    const failure = new ObjectFailure(
      object,
      '',
      clientFailure(`${counts}; CATENARY_BATCH_MAX_REJECTED_SHARE allows a share of ${maxRejectedShare}.`),
    );
    this.#context.onFailure(failure);
    return `${faultName(failure)}: See job logs for more information. ${failure.message}`;
  }
}
