import type { Store } from '../../platform/store/store.ts';
import {
  type EndpointHead,
  type EndpointRecord,
  type EndpointState,
  endpointRecords,
  type Progress,
  type Settlement,
} from './endpoint-record.ts';

/** What the controller of endpoints reads and writes; the methods are those of `endpointRecords`. */
export interface EndpointStore {
  states(): Promise<EndpointState[]>;
  find(name: string): Promise<EndpointRecord | undefined>;
  advance(record: EndpointRecord, progress: Progress): Promise<boolean>;
  settle(record: EndpointHead, settlement: Settlement): Promise<boolean>;
  remove(name: string): Promise<void>;
}

export const endpointStore = (db: Store): EndpointStore => ({
  states: () => endpointRecords.states(db),
  find: (name) => endpointRecords.find(db, name),
  advance: (record, progress) => endpointRecords.advance(db, record, progress),
  settle: (record, settlement) => endpointRecords.settle(db, record, settlement),
  remove: (name) => endpointRecords.remove(db, name),
});
