import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HealthWatch } from '../../../../src/serving/container/process/health-watch.ts';

/** A process as its watch sees it. */
class Patient {
  inFlight = 0;
  answersPings = true;
  status = 200;
  isStopped = false;
  pings = 0;
  readonly sick: string[] = [];
  readonly watch: HealthWatch;

  constructor(isSequential = false) {
    this.watch = new HealthWatch({
      ping: () => this.#ping(),
      isStopped: () => Promise.resolve(this.isStopped),
      inFlight: () => this.inFlight,
      isSequential,
      onSick: (why) => this.sick.push(why),
    });
  }

  /** An answer comes at once; none after two seconds. */
  #ping(): Promise<number> {
    this.pings++;
    return this.answersPings
      ? Promise.resolve(this.status)
      : new Promise((resolve) => setTimeout(() => resolve(0), 2_000));
  }
}

const pingSays = '/ping is no longer answered';
const stopSays = 'the process has been stopped by a signal';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

describe('an idle process', () => {
  it('is kept while it answers its pings', async () => {
    const patient = new Patient();
    await pass(60);
    expect(patient.pings).toBeGreaterThan(50);
    expect(patient.sick).toEqual([]);
  });

  it('is given up within five seconds after it answered for the last time', async () => {
    const patient = new Patient();
    await pass(10.5);
    patient.answersPings = false;
    await pass(4.5);
    expect(patient.sick).toEqual([pingSays]);
    await pass(60);
    expect(patient.sick).toEqual([pingSays]);
  });

  it('is kept if only one ping is lost', async () => {
    const patient = new Patient();
    await pass(10.5);
    patient.answersPings = false;
    await pass(1);
    patient.answersPings = true;
    await pass(20);
    expect(patient.sick).toEqual([]);
  });
});

describe('a process that says 503 to its pings', () => {
  it('is given up if it has nothing to do, even if it answers requests in between', async () => {
    const patient = new Patient();
    await pass(10.5);
    patient.status = 503;
    patient.watch.onAnswer();
    await pass(1);
    patient.watch.onAnswer();
    await pass(1);
    expect(patient.sick).toEqual(['/ping answers 503']);
  });

  it('is kept while it works', async () => {
    const patient = new Patient();
    Object.assign(patient, { status: 503, inFlight: 3 });
    await pass(60);
    expect(patient.sick).toEqual([]);
  });
});

describe('a busy process', () => {
  it('may leave its pings unanswered as long as callers wait for it', async () => {
    const patient = new Patient();
    Object.assign(patient, { inFlight: 5, answersPings: false });
    await pass(50);
    expect(patient.pings).toBeGreaterThan(40);
    expect(patient.sick).toEqual([]);
  });

  it('is given up within five seconds when callers leave, and it does not answer its pings either', async () => {
    const patient = new Patient();
    Object.assign(patient, { inFlight: 10, answersPings: false });
    for (let at = 0; at < 5; at++) {
      await pass(1);
      // Those of two seconds ago.
      if (at >= 1) for (let caller = 0; caller < 5; caller++) patient.watch.onGivenUp();
    }
    expect(patient.sick).toEqual([pingSays]);
  });

  it('is kept, however many leave, while it answers its pings', async () => {
    const patient = new Patient();
    patient.inFlight = 10;
    for (let at = 0; at < 60; at++) {
      await pass(1);
      for (let caller = 0; caller < 5; caller++) patient.watch.onGivenUp();
    }
    expect(patient.sick).toEqual([]);
  });

  it('is kept, however many leave, while it answers others', async () => {
    const patient = new Patient();
    Object.assign(patient, { inFlight: 10, answersPings: false });
    for (let at = 0; at < 60; at++) {
      await pass(1);
      for (let caller = 0; caller < 5; caller++) patient.watch.onGivenUp();
      patient.watch.onAnswer();
    }
    expect(patient.sick).toEqual([]);
  });

  it('is given longer when only one caller left: it may be working on that request', async () => {
    const patient = new Patient();
    Object.assign(patient, { inFlight: 1, answersPings: false });
    await pass(2);
    patient.watch.onGivenUp();
    patient.inFlight = 0;
    await pass(3);
    expect(patient.sick).toEqual([]);
    await pass(5);
    expect(patient.sick).toEqual([pingSays]);
  });

  it('is given up when it was stopped by a signal', async () => {
    const patient = new Patient();
    Object.assign(patient, { inFlight: 1, answersPings: false, isStopped: true });
    await pass(3);
    expect(patient.sick).toEqual([stopSays]);
  });
});

describe('a busy process that runs one request at a time', () => {
  it('is never pinged, and kept however long it works', async () => {
    const patient = new Patient(true);
    Object.assign(patient, { inFlight: 1, answersPings: false });
    await pass(600);
    expect(patient.pings).toBe(0);
    expect(patient.sick).toEqual([]);
  });

  it('is given up when it was stopped by a signal', async () => {
    const patient = new Patient(true);
    Object.assign(patient, { inFlight: 1, isStopped: true });
    await pass(3);
    expect(patient.sick).toEqual([stopSays]);
  });

  it('is kept if it was stopped for a moment only', async () => {
    const patient = new Patient(true);
    Object.assign(patient, { inFlight: 1, isStopped: true });
    await pass(1.5);
    patient.isStopped = false;
    await pass(60);
    expect(patient.sick).toEqual([]);
  });
});

describe('a watch that was held up itself', () => {
  it('does not count what it could not have heard', async () => {
    const patient = new Patient();
    await pass(10.5);
    patient.answersPings = false;
    await pass(3);
    expect(patient.sick).toEqual([]);
    // The event loop stands still for five seconds: the pings' limits pass, and their answers lie unread.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000);
    patient.answersPings = true;
    await pass(1);
    vi.restoreAllMocks();
    await pass(30);
    expect(patient.sick).toEqual([]);
  });
});
