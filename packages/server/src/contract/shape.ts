/** One AWS shape: names, types and constraints, as botocore's service models state them. */
export interface Shape {
  readonly type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'integer'
    | 'long'
    | 'float'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob';
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Member>>;
  /** List: the shape of an item. */
  readonly member?: string;
  /** Map: the shapes of keys and values. */
  readonly key?: string;
  readonly value?: string;
  /** Length of a string, list or map; value of a number. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface Member {
  readonly shape: string;
  readonly location?: 'header' | 'uri' | 'querystring';
  readonly locationName?: string;
}

/** The operations and shapes of one service. Made by `scripts/make-model/aws-model.py`. */
export interface ServiceModel {
  readonly source: string;
  readonly operations: Readonly<Record<string, { readonly input?: string; readonly output?: string }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
