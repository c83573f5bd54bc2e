// What the scikit-learn script of the diamonds chain does, as a container of its own: the logarithm of a price becomes
// dollars and a price band.
import { createServer } from 'node:http';

/** What the script's KBinsDiscretizer was fitted to. */
const edges = [948.5, 2401, 5330.5];
const bands = ['budget', 'fair', 'dear', 'luxury'];

function priceLine(logarithm) {
  const price = Math.round(Math.exp(Number(logarithm)) * 100) / 100;
  // As Python writes numbers: 1566.0.
  return `${Number.isInteger(price) ? `${price}.0` : price},${bands[edges.filter((edge) => price >= edge).length]}\n`;
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    if (request.url.endsWith('/ping')) response.end();
    else if (!request.url.endsWith('/invocations')) response.writeHead(404).end();
    else response.setHeader('content-type', 'text/csv').end(body.trim().split('\n').map(priceLine).join(''));
  });
});
server.listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), process.env.LISTEN_ON ?? '127.0.0.1');
