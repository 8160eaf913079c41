import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { bodiesOf, type Body } from './bodies.js';
import type { FromLoad, LoadJob, LoadResult, ToLoad } from './jobs.js';

/* Sends requests for the benchmark from a process of its own, so that making load does not slow down what is measured. */

let stopped = false;

process.on('message', (message: ToLoad) => {
  if (message.kind === 'stop') {
    stopped = true;
    return;
  }
  stopped = false;
  run(message.job).then(
    (result) => tell({ kind: 'done', result }),
    (error: unknown) => tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready' });

async function run(job: LoadJob): Promise<LoadResult> {
  const bodies = bodiesOf(job.requests);
  const agent = new Agent({ keepAlive: true, maxSockets: job.connections });
  const latencies: number[] = [];
  const refused: Record<string, number> = {};
  let firstRefusal: string | null = null;
  let next = 0;
  const connection = async (): Promise<void> => {
    for (;;) {
      const body = bodies[next];
      if (body === undefined || stopped) return;
      next += 1;
      const start = performance.now();
      const { status, text } = await send(agent, job, body);
      latencies.push(performance.now() - start);
      if (status < 300) continue;
      refused[String(status)] = (refused[String(status)] ?? 0) + 1;
      firstRefusal ??= `${status} ${text}`;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: job.connections }, connection));
  const seconds = (performance.now() - start) / 1_000;
  agent.destroy();
  return { seconds, latencies, refused, firstRefusal };
}

function send(agent: Agent, job: LoadJob, body: Body): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${job.url}${body.path}`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${job.token}`,
          'content-type': body.contentType,
          'content-length': Buffer.byteLength(body.text),
          prefer: 'wait=60',
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body.text);
  });
}

function tell(message: FromLoad): void {
  process.send?.(message);
}
