import type { Rollout } from '../../records/deployment.ts';
import type { EndpointOutcome } from '../../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';

/** One step that brings what a server serves closer to what the store says. */
export type Action =
  /** Nothing of it runs here any more. */
  | { readonly type: 'close' }
  /** Its chains are stopped and its row is removed. */
  | { readonly type: 'forget' }
  /** What was started beside what serves is stopped. */
  | { readonly type: 'drop' }
  /** The running chains get the weights of `active`. */
  | { readonly type: 'weigh'; readonly active: EndpointSnapshot }
  /** The running chains get as many instances as `active` has. */
  | { readonly type: 'resize'; readonly active: EndpointSnapshot }
  /**
   * Chains of `active` are started, and take the place of those that run; that percentage of requests goes to what was started beside from the
   * first one on.
   */
  | { readonly type: 'serve'; readonly active: EndpointSnapshot; readonly traffic?: number }
  /** Chains of a deployment's target are started beside those that run. */
  | { readonly type: 'start'; readonly target: EndpointSnapshot }
  /** What was started beside gets as many instances as `target` has. */
  | { readonly type: 'scale-next'; readonly target: EndpointSnapshot }
  /** What was started beside gets that percentage of requests. */
  | { readonly type: 'split'; readonly traffic: number }
  /** There is nothing to do until then, milliseconds since 1970. */
  | { readonly type: 'wait'; readonly until: number }
  /** The endpoint's lease is taken: what comes next is the holder's. If it cannot be had, there is nothing to do. */
  | { readonly type: 'lead' }
  | HolderAction;

/** What only the holder of the lease does. */
export type HolderAction =
  | { readonly type: 'start'; readonly target: EndpointSnapshot }
  | { readonly type: 'wait'; readonly until: number }
  /** The rollout comes to that step: it is written, and every server brings it about. */
  | { readonly type: 'advance'; readonly step: number; readonly rollback?: NonNullable<Rollout['rollback']> }
  /** The rollout stays where it is, since neither way can be gone. */
  | { readonly type: 'halt'; readonly reason: string }
  /** The running chains get as many instances as the deployment's target has. */
  | { readonly type: 'scale'; readonly target: EndpointSnapshot }
  /** The target is written as what is active; if it was started beside, requests go there from now on. */
  | { readonly type: 'promote'; readonly target: EndpointSnapshot }
  /** The endpoint goes on without what failed, if it can. */
  | { readonly type: 'give-up'; readonly outcome: EndpointOutcome };
