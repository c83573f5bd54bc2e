export interface SignatureFailure {
  readonly ok: false;
  readonly code: SignatureErrorCode;
  readonly message: string;
}

export type SignatureErrorCode =
  | 'MissingAuthenticationToken'
  | 'IncompleteSignature'
  | 'InvalidSignatureException'
  | 'UnrecognizedClientException'
  | 'RequestExpired'
  | 'PresignedExpired';

export const signatureFailure = (code: SignatureErrorCode, message: string): SignatureFailure => ({
  ok: false,
  code,
  message,
});
