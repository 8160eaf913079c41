// Exit code 0 where the ledger of this container answers: node docker/healthy.mjs [live|ready]. The image has no curl.
const question = process.argv[2] ?? 'live';
const url = `http://127.0.0.1:${process.env.CLEARANCE_PORT ?? '8377'}/health/${question}`;
try {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = status === 200 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${url}: ${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
