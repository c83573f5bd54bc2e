/** Every error that an API answers with: HTTP status and whose fault it is. Clients match on the code. */
const codes = {
  ValidationException: { status: 400, fault: 'client' },
  ResourceNotFound: { status: 400, fault: 'client' },
  ResourceInUse: { status: 400, fault: 'client' },
  ResourceLimitExceeded: { status: 400, fault: 'client' },
  ConflictException: { status: 400, fault: 'client' },
  SerializationException: { status: 400, fault: 'client' },
  UnknownOperationException: { status: 400, fault: 'client' },
  AccessDeniedException: { status: 403, fault: 'client' },
  InternalFailure: { status: 500, fault: 'server' },
  // logs
  InvalidParameterException: { status: 400, fault: 'client' },
  ResourceNotFoundException: { status: 400, fault: 'client' },
  // cloudwatch
  InvalidParameterValueException: { status: 400, fault: 'client' },
  InvalidParameterCombinationException: { status: 400, fault: 'client' },
  InvalidNextToken: { status: 400, fault: 'client' },
  LimitExceededFault: { status: 400, fault: 'client' },
  // application-autoscaling
  ObjectNotFoundException: { status: 400, fault: 'client' },
  InvalidNextTokenException: { status: 400, fault: 'client' },
  LimitExceededException: { status: 400, fault: 'client' },
  // glue
  InvalidInputException: { status: 400, fault: 'client' },
  EntityNotFoundException: { status: 400, fault: 'client' },
  AlreadyExistsException: { status: 400, fault: 'client' },
  ConcurrentRunsExceededException: { status: 400, fault: 'client' },
  // emr
  InvalidRequestException: { status: 400, fault: 'client' },
  // sagemaker-runtime
  ValidationError: { status: 400, fault: 'client' },
  ModelError: { status: 424, fault: 'client' },
  // In a stream, where no status is sent.
  ModelStreamError: { status: 424, fault: 'client' },
  ThrottlingException: { status: 429, fault: 'client' },
  ModelNotReadyException: { status: 429, fault: 'server' },
  InternalDependencyException: { status: 530, fault: 'server' },
  ServiceUnavailable: { status: 503, fault: 'server' },
} as const;

export type ServiceErrorCode = keyof typeof codes;

/** An error that is sent as it stands: a code that clients know and a message fit for them. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  /** Further members of the error's body (ModelError has OriginalStatusCode ...). */
  readonly members: Readonly<Record<string, unknown>>;
  /** What the server's log says besides; clients do not get it. */
  facts: Readonly<Record<string, unknown>> | undefined = undefined;

  constructor(code: ServiceErrorCode, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.members = members;
  }

  get status(): number {
    return codes[this.code].status;
  }

  get fault(): 'client' | 'server' {
    return codes[this.code].fault;
  }
}

export function validationException(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
