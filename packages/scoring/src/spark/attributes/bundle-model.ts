import type { BundleValue } from './bundle-value.ts';

/** What MLeap keeps of an operator: the model file of a folder, and what stands beside it. */
export interface BundleModel {
  /** MLeap's name, where it is not the operator's own. */
  readonly op?: string;
  readonly attributes: Readonly<Record<string, BundleValue>>;
  /** Of a stage that MLeap goes without: its output is its input. */
  readonly isLeftOut?: true;
  /** MLeap's names of ports, where they are others than the operator's. */
  readonly ports?: Readonly<Record<string, string>>;
  /** Text of further files by their names: `tree.json`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Models in folders of their own: the trees of a forest. */
  readonly members?: Readonly<Record<string, MemberModel>>;
}

/** A model inside another: it has no ports. */
export interface MemberModel extends BundleModel {
  readonly op: string;
}

/** What a saved stage becomes. */
export interface ExportedStage {
  /** The stage's own; '' where Spark saved none. */
  readonly uid: string;
  readonly model: BundleModel;
}

/** What is asked while a model is written. */
export interface BundleContext {
  /** The size of the vectors at an input port; refuses the stage where nothing says it. */
  readonly inputSize: (port: string) => number;
  /** MLeap cannot hold the stage: to be thrown. `why` continues "MLeap ...". */
  readonly refuse: (why: string) => Error;
}

/** The inverse of how an operator is read from a bundle. */
export type WriteModel<Parameters> = (parameters: Parameters, context: BundleContext) => BundleModel;
