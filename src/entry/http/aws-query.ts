import { maxControlBodyBytes } from '../../contract/limits.ts';
import { getCallerIdentity } from '../../operations/sts/get-caller-identity.ts';
import { BodyTooLargeError, readBody } from './body.ts';
import type { Exchange } from './exchange.ts';
import { writeAnswer } from './write-answer.ts';

/** AWS Query (form in, XML out): STS GetCallerIdentity. */
export function handleQuery(exchange: Exchange): void {
  const { request, response, context, requestId } = exchange;
  readBody(response, maxControlBodyBytes, (error, body) => {
    if (error !== undefined) {
      if (error instanceof BodyTooLargeError) sendError(exchange, 413, 'RequestEntityTooLarge', error.message);
      else response.destroy();
      return;
    }
    const identity = context.authenticator.identify(request, body);
    const action = new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
    if (!identity.ok) sendError(exchange, identity.status, identity.code, identity.message);
    else if (action === 'GetCallerIdentity')
      sendXml(exchange, 200, getCallerIdentity({ region: identity.region, account: context.account }, requestId));
    else
      sendError(
        exchange,
        400,
        'InvalidAction',
        `The action ${action.slice(0, 100)} is not one of this server's: GetCallerIdentity.`,
      );
  });
}

function sendError(exchange: Exchange, status: number, code: string, message: string): void {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const xml = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>${exchange.requestId}</RequestId></ErrorResponse>`;
  sendXml(exchange, status, xml);
}

function sendXml({ response, requestId }: Exchange, status: number, xml: string): void {
  const body = Buffer.from(xml);
  const headers = {
    'Content-Type': 'text/xml',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
  };
  writeAnswer(response, status, headers, body);
}
