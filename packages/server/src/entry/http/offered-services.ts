import { services } from '../../operations/services.ts';

/** What requests of this server's APIs are signed for. */
const names = new Set(services.map(({ signingName }) => signingName));

/** A longer name is cut: its client chose it. */
const maxShownLength = 64;

export const offeredServices = {
  has: (name: string): boolean => names.has(name),
  /** The answer to the client of another service. */
  refusalOf: (name: string): string =>
    `The service ${name.slice(0, maxShownLength)} is not offered by this server, which has ${[...names].toSorted().join(', ')}.`,
};
