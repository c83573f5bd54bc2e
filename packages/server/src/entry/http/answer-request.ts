import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { ledgerHeader, writeLedger } from '../../contract/ledger-header.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { OperationCall } from '../../operations/operation.ts';
import { demandsOf } from '../rights/demands-of.ts';
import { AnswerBatch } from './answer-batch.ts';
import { type Admission, type AdmittedCaller, anyone, type KnownCaller, requireService } from './authenticator.ts';
import { contain, failExchange } from './contain.ts';
import { diskRefusal } from './disk-refusal.ts';
import type { Answer, AskedOperation, Exchange, ReceivedRequest } from './exchange.ts';
import { readInvitedBody } from './read-invited-body.ts';
import { admitCaller, receiveBody } from './receive-body.ts';
import { refuse } from './refuse.ts';
import { writeAnswer } from './write-answer.ts';

const answers = new AnswerBatch();

/** Bodies up to this size are written together with the headers. */
const maxSingleWriteBytes = 16 * 1024;

const noBody = Buffer.alloc(0);

/**
 * The steps of every request, in every protocol: which operation → may this caller call it → body within its limit, and
 * the one that was signed → input → operation → answer.
 */
export function answerRequest(exchange: Exchange): void {
  const prepared = exchange.protocol.prepare?.(exchange);
  if (prepared === undefined) answerPrepared(exchange);
  else contain(exchange, () => prepared.then(() => answerPrepared(exchange)))();
}

function answerPrepared(exchange: Exchange): void {
  const { protocol } = exchange;
  const found = findByHead(exchange);
  const { asked } = found;
  const callers = asked?.operation.callers;
  if (asked !== undefined && callers === 'form') {
    contain(exchange, answerForm)(asked, exchange);
    return;
  }
  if (asked !== undefined && callers !== undefined) {
    const admitted = callers === 'anyone' ? anyone : admitPassword(asked, exchange);
    if (admitted.ok) answerStreaming(exchange, found, admitted);
    else refuse(exchange, admitted);
    return;
  }
  exchange.ledger?.enter('authenticate');
  const admission = admitCaller(exchange, asked === undefined ? protocol.services : [asked.service]);
  if (admission === undefined || isRefused(exchange, admission.stated?.accessKeyId, asked)) return;
  const rules = protocol.wholeBody;
  if (rules === undefined) {
    answerStreaming(exchange, found, admission);
    return;
  }
  if ('error' in found) {
    refuseOrFail(exchange, found.error);
    return;
  }
  const answer =
    asked?.operation.isHot === true
      ? (caller: KnownCaller, body: Buffer) => answerHot(asked, { exchange, caller, body })
      : contain(exchange, (caller: KnownCaller, body: Buffer) => answerWaiting(asked, { exchange, caller, body }));
  exchange.ledger?.enter('read');
  receiveBody(exchange, { rules, admission }, answer);
}

/** By its password; the operations that take one have no input. */
function admitPassword(asked: AskedOperation, { request, context }: Exchange): Admission {
  return context.authenticator.admitPassword(request, () =>
    demandsOf({ ...asked, input: undefined }, { region: '', account: context.account }),
  );
}

/** Whether the owner of the key may not call the operation; then the request is answered. */
function isRefused(exchange: Exchange, accessKeyId: string | undefined, asked: AskedOperation | undefined): boolean {
  if (asked === undefined) return false;
  const refusal = exchange.context.authenticator.refuseOperation(accessKeyId, asked.operation.name);
  if (refusal !== undefined) refuse(exchange, refusal);
  return refusal !== undefined;
}

/** What the head of a request says of its operation. */
type Found = { readonly asked: AskedOperation | undefined } | { readonly asked: undefined; readonly error: unknown };

/** What is wrong with the head is said only to callers that are known. */
function findByHead({ protocol, request }: Exchange): Found {
  try {
    return { asked: protocol.find(request) };
  } catch (error) {
    return { asked: undefined, error };
  }
}

/** The operation runs before the body has been read. */
function answerStreaming(exchange: Exchange, found: Found, admission: AdmittedCaller): void {
  const caller = exchange.context.authenticator.identify(exchange.request, admission, undefined);
  if (!caller.ok) refuse(exchange, caller);
  else if ('error' in found) refuseOrFail(exchange, found.error);
  else contain(exchange, answerWaiting)(found.asked, { exchange, caller, body: noBody });
}

/** The fields of a form say who calls: they are read first, and its file after that. */
async function answerForm(asked: AskedOperation, exchange: Exchange): Promise<void> {
  const { request, response, context } = exchange;
  try {
    // Few servers ever get a form.
    const { readMultipartForm } = await import('./multipart-form.ts');
    const form = await readMultipartForm(request.headers['content-type'], readInvitedBody(response));
    await exchange.protocol.prepareForm?.(exchange, form.fields);
    const caller = context.authenticator.identifyForm(request, form.fields);
    if (!caller.ok) refuse(exchange, caller);
    else if (!isRefused(exchange, caller.verdict?.accessKeyId, asked))
      await answerWaiting(asked, { exchange, caller, body: noBody, form });
  } catch (error) {
    if (!response.destroyed) refuseOrThrow(exchange, error);
  }
}

/** Rejects with what was not foreseen. */
async function answerWaiting(asked: AskedOperation | undefined, received: ReceivedRequest): Promise<void> {
  const { exchange } = received;
  try {
    const known = asked ?? findInBody(received);
    if (known === undefined) return;
    if (isTooOften(known, received)) return;
    const input = exchange.protocol.decode(known, received);
    if (isOutOfRights(known, input, received)) return;
    const output = await run(known, input, received);
    noteChange(known, input, received);
    writeAnswer(exchange.response, exchange.protocol.encode(known, output, exchange));
  } catch (error) {
    // The client left, or was too slow, during its upload: there is no one to answer.
    const hasLeft = exchange.protocol.wholeBody === undefined && exchange.response.destroyed;
    if (!hasLeft) refuseOrThrow(exchange, error);
  }
}

/** Whether the account of the caller calls the APIs too often; then the request is answered. Whom anyone may say to be is not counted. */
function isTooOften({ service, operation }: AskedOperation, { exchange, caller }: ReceivedRequest): boolean {
  const { callsAre = 'resources' } = service;
  if (callsAre === 'predictions' || operation.callers === 'anyone') return false;
  if (exchange.context.mayCall(caller.account, callsAre)) return false;
  refuse(exchange, tooOften);
  return true;
}

const tooOften = new ServiceError(
  'ThrottlingException',
  'Rate exceeded. This account calls more often than maxCallRate allows.',
);

/** The operation that the body names, if the request is signed for its service; otherwise the request is answered. */
function findInBody({ exchange, caller, body }: ReceivedRequest): AskedOperation | undefined {
  const asked = exchange.protocol.find(exchange.request, body);
  if (asked === undefined) throw new Error('neither head nor body of the request name its operation');
  const identity = requireService(caller, [asked.service]);
  if (identity.ok) return isRefused(exchange, caller.verdict?.accessKeyId, asked) ? undefined : asked;
  refuse(exchange, identity);
  return undefined;
}

/** Answers at once if the operation does, together with what else is ready in this turn of the event loop. */
function answerHot(asked: AskedOperation, received: ReceivedRequest): void {
  const { exchange } = received;
  try {
    const input = exchange.protocol.decode(asked, received);
    if (isOutOfRights(asked, input, received)) return;
    const output = run(asked, input, received);
    if (!(output instanceof Promise)) {
      answers.add(() => sendHot(asked, output, exchange));
      exchange.ledger?.enter('write');
      return;
    }
    output.then(
      (settled: unknown) => {
        answers.add(() => sendHot(asked, settled, exchange));
        exchange.ledger?.enter('write');
      },
      (error: unknown) => refuseHot(exchange, error),
    );
  } catch (error) {
    refuseHot(exchange, error);
  }
}

/** Whether the owner of the key may not do that with the resources that the input names; then the request is answered. */
function isOutOfRights(asked: AskedOperation, input: unknown, { exchange, caller }: ReceivedRequest): boolean {
  const refusal = exchange.context.authenticator.refuseDemands(caller.verdict?.accessKeyId, () =>
    demandsOf({ ...asked, input }, caller),
  );
  if (refusal !== undefined) refuse(exchange, refusal);
  return refusal !== undefined;
}

function run({ operation }: AskedOperation, input: unknown, { exchange, caller }: ReceivedRequest): unknown {
  return operation.run(input as never, exchange.context.operationsIn(caller), callOf(exchange, caller));
}

function noteChange({ operation }: AskedOperation, input: unknown, { exchange, caller }: ReceivedRequest): void {
  if (operation.changes === undefined) return;
  const { requestId, context } = exchange;
  const { account, region } = caller;
  const members = input as Readonly<Record<string, unknown>>;
  const name = operation.changes.map((member) => own(members, member)).find((value) => value !== undefined);
  context.log.info(
    {
      operation: operation.name,
      name,
      region,
      ...present({ account: otherThan(context.account, account) }),
      requestId,
    },
    'resource changed',
  );
}

/** What a log says only of further accounts. */
const otherThan = (own: string, account: string) => (account === own ? undefined : account);

function callOf(exchange: Exchange, { verdict }: KnownCaller): OperationCall {
  const { response, context, requestId, ledger } = exchange;
  return {
    requestId,
    accessKeyId: verdict?.accessKeyId,
    ledger,
    onGone(cancel) {
      if (response.destroyed) cancel();
      const onClose = () => {
        if (!response.writableFinished) cancel();
      };
      response.on('close', onClose);
      return () => response.off('close', onClose);
    },
    begin: (work) => context.current.run(exchange, work),
  };
}

/** Answers are sent in a batch: an error in one is that one's failure. */
function sendHot(asked: AskedOperation, output: unknown, exchange: Exchange): void {
  const { response, protocol } = exchange;
  try {
    if (response.headersSent) return;
    writeAtOnce(exchange, withLedger(protocol.encode(asked, output, exchange), exchange));
  } catch (error) {
    failExchange(exchange, error);
  }
}

/** With what the caller wanted to know of the time of its request. */
function withLedger(answer: Answer, { ledger }: Exchange): Answer {
  const rows = ledger?.rows();
  return rows === undefined ? answer : { ...answer, headers: { ...answer.headers, [ledgerHeader]: writeLedger(rows) } };
}

function writeAtOnce({ response }: Exchange, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  // As text of one byte a character, a small body leaves with the headers in one write instead of two parts.
  if (Buffer.isBuffer(body) && body.length <= maxSingleWriteBytes) response.end(body.toString('latin1'), 'latin1');
  else response.end(body);
}

function refuseHot(exchange: Exchange, error: unknown): void {
  if (!exchange.response.destroyed && !exchange.response.headersSent) refuseOrFail(exchange, error);
}

function refuseOrFail(exchange: Exchange, error: unknown): void {
  try {
    refuseOrThrow(exchange, error);
  } catch (unforeseen) {
    failExchange(exchange, unforeseen);
  }
}

function refuseOrThrow(exchange: Exchange, error: unknown): void {
  const refusal = exchange.protocol.refusalOf(error, exchange) ?? diskRefusal(error, exchange);
  if (refusal === undefined) throw error;
  refuse(exchange, refusal, error);
}
