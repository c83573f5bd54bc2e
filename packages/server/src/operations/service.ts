import { own } from '@catenary/scoring/internal/names';
import type { ServiceModel } from '../contract/shape.ts';
import type { Operation, RunOperation } from './operation.ts';

/** One API: its operations by name, and who may call them. */
export interface Service<Member extends Operation = Operation> {
  /** The service that requests are signed for. */
  readonly signingName: string;
  /** What its calls count as (`maxCallRate`): `resources` by default; predictions may be asked for at any rate. */
  readonly callsAre?: 'resources' | 'objects' | 'predictions';
  readonly operations: Readonly<Record<string, Member>>;
  /** What it is that the operations are about, for who asks for another one. */
  readonly offers?: string;
}

/** An API whose inputs and outputs have shapes. */
export interface ModelledService extends Service {
  readonly model: ServiceModel;
}

/** A row of a service's table: what an operation does, alone or with what sets it apart from others. */
type Row = RunOperation | Omit<Operation, 'name' | 'input'>;

/**
 * A service out of its model and its table, operation name → what it does. Throws for an operation that the model does
 * not have.
 */
export function defineService(
  service: Pick<ModelledService, 'signingName' | 'callsAre' | 'model' | 'offers'>,
  rows: Readonly<Record<string, Row>>,
): ModelledService {
  const operations = Object.entries(rows).map(([name, row]): [string, Operation] => {
    const modelled = own(service.model.operations, name);
    if (modelled === undefined) throw new Error(`${service.model.source} has no operation ${name}`);
    const { input } = modelled;
    const parts = typeof row === 'function' ? { run: row } : row;
    return [name, { name, input, changes: changesOf(service.model, name, input), ...parts }];
  });
  return { ...service, operations: Object.fromEntries(operations) };
}

/** AWS's names of operations say what these do. */
const changing = /^(Add|Cancel|Create|Delete|Run|Start|Stop|Terminate|Update)/;

/** The members of the input that are names, in the order of the model: that of the resource itself comes first. */
function changesOf({ shapes }: ServiceModel, operation: string, input = ''): readonly string[] | undefined {
  if (!changing.test(operation)) return undefined;
  return Object.keys(own(shapes, input)?.members ?? {}).filter((name) => /(Name|Arn)$/.test(name));
}
