import type { Command } from 'commander';
import { readEvidence } from '../assets/evidence.js';
import { readAsset, sha256Of } from '../assets/resolve.js';
import { demand } from '../assets/scope.js';
import { collect, type Session } from '../session/index.js';
import { actOnEach } from './acts.js';

interface MarkOptions {
  readonly reason?: string;
  readonly file?: readonly string[];
}
interface LiftOptions extends MarkOptions {
  readonly evidence?: readonly string[];
  readonly mark?: readonly string[];
}

export function registerTemporary(program: Command, session: Session): void {
  const mark = session
    .command(program, 'mark [assets...]', 'Mark assets temporary.')
    .option('--reason <reason>', 'why')
    .option('--file <path>', 'the asset with the bytes of this file (repeat)', collect);
  session.on<MarkOptions>(mark, 'command', async (context, options, assets) => {
    demand(options, ['reason']);
    const client = await context.client();
    return actOnEach(
      context,
      assets,
      options,
      async ({ path }) =>
        (await client.call('POST', `${path}/temporary-mark`, { json: { reason: options.reason } })).body,
      ({ named }) => `${named} is marked temporary`,
    );
  });

  const lift = session
    .command(program, 'lift [assets...]', 'Lift temporary marks; a second person does this.')
    .option('--reason <reason>', 'why it is not temporary any more')
    .option('--evidence <file|url>', 'what shows it (repeat)', collect)
    .option('--mark <event>', 'only this mark, by its event id (repeat); otherwise all there are now', collect)
    .option('--file <path>', 'the asset with the bytes of this file (repeat)', collect);
  session.on<LiftOptions>(lift, 'command', async (context, options, assets) => {
    demand(options, ['reason', 'evidence']);
    const evidence = await readEvidence(options.evidence ?? [], context.io.cwd);
    const client = await context.client();
    return actOnEach(
      context,
      assets,
      options,
      async (address) => {
        const digest = { sha256: sha256Of(await readAsset(context, address), address.named) };
        const json = { marks: options.mark ?? 'all', reason: options.reason, digest, evidence };
        return (await client.call('POST', `${address.path}/temporary-mark/lift`, { json })).body;
      },
      ({ named }) => `the marks on ${named} are lifted`,
    );
  });
}
