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
  /** Structure: the member that is the body of a request or an answer, where that is one member. */
  readonly payload?: string;
  /** Structure: events one after the other, each a member; the payload of an answer. */
  readonly eventstream?: boolean;
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

/** The shapes of one operation and, in REST protocols, its place in HTTP; without a method it answers to any. */
export interface OperationModel {
  readonly input?: string;
  readonly output?: string;
  readonly http?: { readonly method?: string; readonly requestUri: string; readonly responseCode?: number };
}

/** The operations and shapes of one service. AWS's are made by `scripts/make-model/aws-model.py`. */
export interface ServiceModel {
  readonly source: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
