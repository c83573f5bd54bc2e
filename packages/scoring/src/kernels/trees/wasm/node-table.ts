import type { Region } from '../../wasm/layout.ts';

/**
 * The address that is passed for a table of four bytes a node: nodes are sixteen bytes each, and what belongs to one stands a quarter of the node's
 * own address behind it.
 */
export const nodeTable = (table: Region, nodes: Region): number => table.start - nodes.start / 4;
