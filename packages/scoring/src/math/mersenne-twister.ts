const SIZE = 624;
const PERIOD = 397;

/**
 * The generator MT19937 with the doubles and normal deviates that commons-math draws from it, in the same order.
 * Source: Matsumoto and Nishimura (1998), `mt19937ar`; commons-math3 `BitsStreamGenerator`.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(SIZE);
  #at = SIZE;
  #spare: number | undefined;

  /** Started from a 32-bit number (`init_genrand`). */
  constructor(seed: number) {
    this.#state[0] = seed;
    for (let at = 1; at < SIZE; at++) {
      const last = this.#state[at - 1] ^ (this.#state[at - 1] >>> 30);
      this.#state[at] = Math.imul(1812433253, last) + at;
    }
  }

  /** The next 32 bits, from 0 on. */
  nextBits(): number {
    if (this.#at === SIZE) this.#refill();
    let y = this.#state[this.#at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** Uniform in [0, 1), of 52 bits. */
  nextDouble(): number {
    const high = this.nextBits() >>> 6;
    const low = this.nextBits() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 52;
  }

  /** A standard normal deviate; they are drawn in pairs (Box and Muller). */
  nextGaussian(): number {
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare !== undefined) return spare;
    const angle = 2 * Math.PI * this.nextDouble();
    const radius = Math.sqrt(-2 * Math.log(this.nextDouble()));
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  #refill(): void {
    const state = this.#state;
    for (let at = 0; at < SIZE; at++) {
      const y = (state[at] & 0x80000000) | (state[(at + 1) % SIZE] & 0x7fffffff);
      state[at] = state[(at + PERIOD) % SIZE] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#at = 0;
  }
}
