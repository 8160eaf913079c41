// npm run test:kurrentdb [-- --nodes 3 --e2e and arguments of vitest]: the specs that need a real server.
// KURRENTDB_URL names one that runs; KURRENTDB_BIN is a server executable that is started on loopback and stopped again.
import { spawn } from 'node:child_process';
import { startCluster } from './cluster.mjs';

const args = process.argv.slice(2);
const e2e = args.indexOf('--e2e');
if (e2e >= 0) args.splice(e2e, 1);
const at = args.indexOf('--nodes');
const nodes = at < 0 ? 1 : Number(args.splice(at, 2)[1]);

if (!process.env.KURRENTDB_URL && !process.env.KURRENTDB_BIN) {
  console.log(
    'skipped: the specs that need KurrentDB. Set KURRENTDB_URL (esdb://127.0.0.1:2113?tls=false) or KURRENTDB_BIN (the server executable) and run npm run test:kurrentdb.',
  );
} else if (process.env.KURRENTDB_URL) {
  process.exitCode = await vitest(process.env.KURRENTDB_URL);
} else {
  if (nodes !== 1 && nodes !== 3) throw new RangeError('--nodes is 1 or 3');
  const cluster = await startCluster(process.env.KURRENTDB_BIN, nodes);
  try {
    process.exitCode = await vitest(cluster.url);
  } finally {
    await cluster.stop();
  }
}

function vitest(url) {
  // --e2e: the whole end-to-end suite, on what npm run build has built, with every ledger's log on the server.
  const options = e2e >= 0 ? ['--project', 'e2e'] : ['--project', 'unit', '--no-file-parallelism'];
  const all = e2e >= 0 ? [] : ['libs/event-store/src/kurrentdb', 'libs/event-store/src/replica'];
  return new Promise((resolve) => {
    spawn('vitest', ['run', ...options, ...(args.length > 0 ? args : all)], {
      stdio: 'inherit',
      env: { ...process.env, KURRENTDB_URL: url, ...(e2e >= 0 && { E2E_STORE: url }) },
    }).once('exit', (code) => resolve(code ?? 1));
  });
}
