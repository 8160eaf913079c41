import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  cameraPlate,
  cli,
  digestsOf,
  folderWith,
  itemAt,
  openStage,
  placeholder,
  shellOf,
  verdicts,
  type Decision,
  type Digests,
} from '../harness/index.js';

const hero = 'hero/sh050_latest.mov';
const stage = await openStage('s05_swapped');
await stage.told(cameraPlate('sh050_v001', { aliases: [{ scheme: 'path', value: hero }] }));
await stage.openDelivery('ep101');

describe('Scenario 5: the "hero" or "latest" file is swapped between check and copy', () => {
  it('decides over digests, and the receipt names them for whoever copies', async () => {
    const digests = digestsOf('sh050_v001');
    const decision = await stage.check('ep101', { items: [{ path: hero, digests }] });
    expect([decision.decision, itemAt(decision, hero).digests]).toEqual(['release', digests]);
    const released = await stage.release('ep101', decision.id);
    expect(released.status).toBe(200);
    expect(released.headers['clearance-decision']).toBe('release');
    expect(released.body.delivery.state).toBe('released');
    const envelope = await stage.read<{ payloadType: string; payload: string }>(
      `${stage.path}/deliveries/ep101/receipt`,
    );
    expect(envelope.payloadType).toBe('application/vnd.in-toto+json');
    const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8')) as {
      subject: { name: string; digest: Digests }[];
    };
    expect(statement.subject).toMatchObject([{ name: hero, digest: { sha256: digests.sha256 } }]);
  });

  it('never releases on the name alone: its bytes were not seen', async () => {
    const decision = await stage.check('ep101', {
      items: [{ path: hero, digests: {} }],
    });
    expect([decision.decision, verdicts(decision)]).toEqual(['hold', { [hero]: 'held bytes-unknown' }]);
    expect(itemAt(decision, hero).match).toMatchObject({ rung: 'path', releasable: false });
  });

  it('I2: calls the name ambiguous once a second version carries it', async () => {
    await stage.told(placeholder('sh050_v002', { aliases: [{ scheme: 'path', value: hero }] }));
    const decision = await stage.check('ep101', {
      items: [{ path: hero, digests: {} }],
    });
    expect(verdicts(decision)).toEqual({ [hero]: 'held ambiguous' });
    const candidates = itemAt(decision, hero).match?.candidates.map((candidate) => candidate.asset) ?? [];
    expect(candidates.sort()).toEqual(['sh050_v001', 'sh050_v002']);
  });

  it('sees the overwritten file on the disk although the manifest still lists the old one', async () => {
    const folder = await folderWith({ [`package/${hero}`]: bytesOf('sh050_v001') });
    await writeFile(join(folder, 'SHA256SUMS'), `${digestsOf('sh050_v001').sha256}  ${hero}\n`);
    const gate = [
      'check',
      '--delivery',
      'ep101',
      '--manifest',
      `${folder}/SHA256SUMS`,
      '--root',
      `${folder}/package`,
      '--json',
    ];
    const shell = { env: shellOf(stage.cast.lead, stage.production) };
    expect((await cli(gate, shell)).code).toBe(0);

    await writeFile(join(folder, 'package', hero), bytesOf('sh050_v002'));
    const swapped = await cli(gate, shell);
    expect(swapped.code).toBe(2);
    expect(verdicts(JSON.parse(swapped.stdout) as Decision)).toEqual({ [hero]: 'held digest-mismatch' });
  });
});
