// A container of one's own: GET /ping and POST /invocations on the port that SAGEMAKER_BIND_TO_PORT names.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const prices = JSON.parse(readFileSync(join(process.env.SM_MODEL_DIR, 'prices.json'), 'utf8'));

const server = createServer(async (request, response) => {
  const answer = (status, text) => response.writeHead(status, { 'content-type': 'text/csv' }).end(text);
  if (request.url === '/ping') return answer(200, '');
  let body = '';
  for await (const chunk of request) body += chunk;
  const plans = body.split(/\s+/).filter((plan) => plan !== '');
  const unknown = plans.find((plan) => !Object.hasOwn(prices, plan));
  if (unknown !== undefined) return answer(400, `there is no plan ${unknown}`);
  answer(200, plans.map((plan) => `${prices[plan]}\n`).join(''));
});
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
