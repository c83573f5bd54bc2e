import type { Replicas, Replication, RoutingStrategy } from '../replication.ts';
import type { Lane } from './lane.ts';
import type { Replica } from './replica.ts';
import type { Worker } from './worker.ts';

export interface ReplicaSetOptions<W extends Worker> {
  readonly create: () => Replica<W>;
  readonly replication: Replication;
  /** In [0, 1): chooses among replicas that are equally good. */
  readonly random: () => number;
  /** Called when further replicas may be given requests. */
  readonly onGrown: () => void;
}

/** The copies of a container: started, chosen from, and changed in number. Which of them answers is seen at each request. */
export class ReplicaSet<W extends Worker = Worker> implements Replicas {
  readonly #options: ReplicaSetOptions<W>;
  readonly #pick: (replicas: readonly Replica<W>[]) => Lane<W> | undefined;
  #replicas: readonly Replica<W>[];
  #lanes: readonly Lane<W>[];
  /** Those that are being started, or finish their requests: closed with the others. */
  readonly #apart = new Set<Replica<W>>();
  readonly #draining = new Set<Promise<void>>();
  #isClosed = false;

  constructor(options: ReplicaSetOptions<W>) {
    const { count, routing } = options.replication;
    this.#options = options;
    this.#pick = this.#pickers[routing];
    this.#replicas = Array.from({ length: count }, () => options.create());
    this.#lanes = this.#replicas.flatMap(({ lanes }) => lanes);
  }

  get count(): number {
    return this.#replicas.length;
  }

  get readyCount(): number {
    return this.#replicas.filter(({ isReady }) => isReady).length;
  }

  /** The workers of all replicas. */
  get lanes(): readonly Lane<W>[] {
    return this.#lanes;
  }

  /** A worker that has room, of the replica whose turn it is; undefined if none has. `avoided`: only if no other replica has one. */
  findFree(avoided?: Worker): Lane<W> | undefined {
    const [only] = this.#replicas;
    if (this.#replicas.length === 1) return only?.findFree();
    const others = avoided === undefined ? this.#replicas : this.#replicas.filter((one) => !one.hasWorker(avoided));
    return this.#pick(others) ?? (others === this.#replicas ? undefined : this.#pick(this.#replicas));
  }

  readonly #pickers: Readonly<Record<RoutingStrategy, (replicas: readonly Replica<W>[]) => Lane<W> | undefined>> = {
    RANDOM: (replicas) => this.#best(replicas, () => 0),
    LEAST_OUTSTANDING_REQUESTS: (replicas) => this.#best(replicas, ({ outstanding }) => outstanding),
  };

  /** Of the replicas that have room, one of those with the least cost, each as probably as the others. */
  #best(replicas: readonly Replica<W>[], costOf: (replica: Replica<W>) => number): Lane<W> | undefined {
    let best: Lane<W> | undefined;
    let least = Infinity;
    let equals = 0;
    for (const replica of replicas) {
      const free = replica.findFree();
      const cost = free === undefined ? Infinity : costOf(replica);
      if (free === undefined || cost > least) continue;
      equals = cost < least ? 1 : equals + 1;
      if (equals === 1 || this.#options.random() * equals < 1) best = free;
      least = cost;
    }
    return best;
  }

  /** Starts all side by side; rejects with the first failure when all have started or failed. */
  start(signal: AbortSignal): Promise<void> {
    return startAll(this.#replicas, signal);
  }

  async resize(count: number, signal: AbortSignal): Promise<void> {
    if (count < this.count) this.#shrink(count);
    else await this.#grow(count - this.count, signal);
  }

  /** New ones get requests when all of them answer. */
  async #grow(more: number, signal: AbortSignal): Promise<void> {
    const added = Array.from({ length: more }, () => this.#options.create());
    for (const replica of added) this.#apart.add(replica);
    try {
      await startAll(added, signal);
      if (this.#isClosed) throw new Error('the container has been stopped');
      this.#put([...this.#replicas, ...added]);
    } catch (error) {
      await Promise.all(added.map((replica) => replica.close()));
      throw error;
    } finally {
      for (const replica of added) this.#apart.delete(replica);
    }
    this.#options.onGrown();
  }

  /** Those go first that do not answer; of the others the newest. */
  #shrink(count: number): void {
    const byUse = [...this.#replicas].sort((one, other) => Number(other.isReady) - Number(one.isReady));
    const kept = new Set(byUse.slice(0, count));
    for (const replica of this.#replicas.filter((one) => !kept.has(one))) this.#drain(replica);
    this.#put(this.#replicas.filter((replica) => kept.has(replica)));
  }

  #drain(replica: Replica<W>): void {
    this.#apart.add(replica);
    const draining = replica.drain().finally(() => {
      this.#apart.delete(replica);
      this.#draining.delete(draining);
    });
    this.#draining.add(draining);
  }

  #put(replicas: readonly Replica<W>[]): void {
    this.#replicas = replicas;
    this.#lanes = replicas.flatMap(({ lanes }) => lanes);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#replicas, ...this.#apart].map((replica) => replica.close()));
    await Promise.all(this.#draining);
  }
}

async function startAll(replicas: readonly Replica[], signal: AbortSignal): Promise<void> {
  const started = await Promise.allSettled(replicas.map((replica) => replica.start(signal)));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
