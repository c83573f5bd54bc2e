/** A thread that asks an endpoint: what it waits for is the server, not the callers of other endpoints. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type Answer, type Asked, agent, ask, offer } from './offer.ts';

interface Order extends Asked {
  readonly perSecond: number;
  readonly forSeconds: number;
}

export function offerInThread(order: Order): Promise<Answer[]> {
  const thread = new Worker(import.meta.filename, { workerData: order });
  return new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
}

if (parentPort !== null) {
  const order = workerData as Order;
  parentPort.postMessage(await offer(order.perSecond, order.forSeconds, () => ask(order)));
  agent.destroy();
}
