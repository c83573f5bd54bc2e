import type { GateTarget } from './gate.ts';

/** What a process of a container may see and do. */
export interface BoxView {
  /** Working directory. */
  readonly directory: string;
  /** Absolute paths, besides the system's own programs and libraries. */
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  /** The folder of the model, which a closed box shows where AWS's containers have it as well: in `/opt/ml/model`. */
  readonly model?: string;
  /** Folders that a closed box shows at another place, writable. */
  readonly mounts?: readonly { readonly source: string; readonly target: string }[];
  /** Whether it has no network but its own loopback; for a box that can do that. */
  readonly isOffline: boolean;
}

/** A way to run processes of containers such that all of them end with the container, and with this process. */
export interface Box {
  /**
   * - `bubblewrap`: sees only its view; own processes, temporary files and, if requested, network
   * - `pid-namespace`: own processes; files and network are the server's
   * - `subreaper`: what leaves its process group is found, too
   * - `process-group`: what leaves its process group is not found
   */
  readonly name: 'bubblewrap' | 'pid-namespace' | 'subreaper' | 'process-group';
  /** Whether it shows only its view, and can isolate from the network. */
  readonly isClosed: boolean;
  /** Whether SIGKILL of its process group ends all of it. */
  readonly endsWithGroup: boolean;
  /** Which processes the gate in it ends. */
  readonly gate: GateTarget;
  /** The command that runs `command`, a gate, in it; `gate.ts` describes its standard input. */
  wrap(command: readonly string[], view: BoxView): readonly string[];
}
