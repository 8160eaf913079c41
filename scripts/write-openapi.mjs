// Writes docs/api/openapi.json: what a ledger of this build serves at /openapi.json. Needs a build in dist.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/clearance.js', import.meta.url));
const target = fileURLToPath(new URL('../docs/api/openapi.json', import.meta.url));

const data = await mkdtemp(join(tmpdir(), 'clearance-openapi-'));
const ledger = spawn(process.execPath, [program, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const { url, token } = await started();
  const answer = await fetch(`${url}/openapi.json`, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`the ledger answered ${answer.status}: ${await answer.text()}`);
  await writeFile(target, `${JSON.stringify(await answer.json(), null, 2)}\n`);
  process.stdout.write(`written: ${target}\n`);
} finally {
  if (ledger.exitCode === null && ledger.signalCode === null) {
    const ended = once(ledger, 'exit');
    ledger.kill('SIGTERM');
    await ended;
  }
  await rm(data, { recursive: true, force: true });
}

async function started() {
  let printed = '';
  ledger.stdout.setEncoding('utf8');
  for await (const text of ledger.stdout.iterator({ destroyOnReturn: false })) {
    printed += text;
    const url = /listening on (\S+)\n/.exec(printed)?.[1];
    const token = /shown once: (\S+)\n/.exec(printed)?.[1];
    if (url !== undefined && token !== undefined) return { url, token };
  }
  throw new Error(`the ledger ended before it listened:\n${printed}`);
}
