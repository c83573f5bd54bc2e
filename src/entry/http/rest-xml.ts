// TEMPORARY
import type { Exchange } from './request-chain.ts';
export function handleS3Request(exchange: Exchange): void {
  void go(exchange);
}
async function go({ request, response, context }: Exchange): Promise<void> {
  const store = context.operations.objects;
  const [, bucket = '', ...rest] = (request.url as string).split('?')[0]!.split('/');
  const key = rest.join('/');
  try {
    if (request.method === 'PUT' && key === '') {
      await store.createBucket(bucket);
      response.end();
    } else if (request.method === 'PUT') {
      await store.putObject(bucket, key, request);
      response.end();
    } else if (request.method === 'DELETE') {
      await store.deleteObject(bucket, key);
      response.writeHead(204).end();
    } else {
      const f = await store.getObject(bucket, key);
      if (!f) {
        response.writeHead(404).end('none');
      } else f.body.pipe(response);
    }
  } catch (e) {
    response.writeHead(500).end(String(e));
  }
}
