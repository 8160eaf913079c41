import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerStore } from '../../src/cli/commands/store.js';
import { SETUP_VARIABLES } from '../../src/serving/access/index.js';
import { STOP_WITHIN_MS } from '../../src/serving/stopping.js';
import { settingsOf, VARIABLES, type Settings } from '../../src/serving/settings.js';
import { repositoryRoot } from '../harness/index.js';
import {
  COMPOSE_FILES,
  composeSchema,
  dependenciesOf,
  mountOf,
  mountsOf,
  readCompose,
  type Compose,
  type Service,
} from './support/compose.js';
import { environmentOf, only, readDockerfile } from './support/dockerfile.js';
import {
  flagOf,
  ENVIRONMENT_ONLY,
  PREFIX,
  SERVER_IMAGE,
  SERVER_SETTINGS,
  variableOf,
} from './support/server-settings.js';

const image = readDockerfile('docker/Dockerfile').at(-1)!;

describe.each(COMPOSE_FILES)('%s', (file) => {
  const compose = readCompose(file);
  const services = Object.entries(compose.services);
  const ledgers = services.filter(([name]) => name.startsWith('ledger'));
  const nodes = services.filter(([name]) => name.startsWith('db'));

  afterEach(() => void vi.unstubAllEnvs());

  it('is valid under the schema of the Compose specification', () => {
    const validate = composeSchema();
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ services: { ledger: { imagee: 'clearance' } } })).toBe(false);
  });

  it('names only services, volumes and files that there are', () => {
    for (const [, service] of services) {
      expect(dependenciesOf(service).filter((name) => !(name in compose.services))).toEqual([]);
      const missing = mountsOf(service).filter(({ source }) =>
        source.startsWith('.')
          ? !existsSync(join(repositoryRoot, 'docker', source))
          : !Object.keys(compose.volumes).includes(source),
      );
      expect(missing).toEqual([]);
    }
    const used = services.flatMap(([, service]) => mountsOf(service).map(({ source }) => source));
    expect(Object.keys(compose.volumes).filter((volume) => !used.includes(volume))).toEqual([]);
  });

  it('builds the ledger from the Dockerfile in the context that that expects', () => {
    const built = services.filter(([, { build }]) => build !== undefined);
    expect(built.map(([, { build, image: name }]) => [build, name])).toEqual([
      [{ context: '..', dockerfile: 'docker/Dockerfile' }, 'clearance'],
    ]);
    for (const [, { image: name }] of ledgers) expect(name).toBe('clearance');
  });

  it('gives a ledger only variables that it reads, and a store whose every host is a node with its port', async () => {
    expect(ledgers.length).toBeGreaterThan(0);
    for (const [, service] of ledgers) {
      const known = Object.values(VARIABLES) as string[];
      expect(Object.keys(service.environment ?? {}).filter((name) => !known.includes(name))).toEqual([]);
      const { store } = await settingsIn(service);
      const hosts = store?.connectionString
        .replace(/^esdb:\/\/[^@]+@/, '')
        .replace(/\?.*$/, '')
        .split(',');
      expect(hosts).toEqual(nodes.map(([name]) => `${name}:${SERVER_IMAGE.port}`));
      expect(new URL(store?.connectionString.replace(/,[^?]*/, '') ?? '').searchParams.get('tls')).toBe('true');
    }
  });

  it('has the account that ledgers are run with made before them, by a command that there is', async () => {
    const setup = compose.services['store-setup']!;
    const [group = '', name = '', ...options] = setup.command ?? [];
    const program = new Command();
    registerStore(program);
    const command = program.commands
      .find((each) => each.name() === group)
      ?.commands.find((each) => each.name() === name);
    expect(command?.name()).toBe('setup');
    for (const option of options.filter((each) => each.startsWith('--')))
      expect(command?.options.map(({ long }) => long)).toContain(option);
    const { CLEARANCE_STORE_ADMIN: admin = '', CLEARANCE_STORE_PASSWORD: password } = setup.environment ?? {};
    expect(Object.keys(setup.environment ?? {}).sort()).toEqual(Object.values(SETUP_VARIABLES).sort());
    expect(admin).toMatch(/^esdb:\/\/admin:/);
    const account = command?.opts<{ user: string }>().user;
    for (const [, service] of ledgers) {
      const { store } = await settingsIn(service);
      // What a ledger is named with is what was made: the same server, that account, its password.
      expect(store?.credentials).toEqual({ username: account, password });
      expect(service.environment?.[VARIABLES.store]).toBe(admin.replace('//admin:', `//${account}:`));
      expect(service.depends_on).toMatchObject({ 'store-setup': { condition: 'service_completed_successfully' } });
    }
    expect(dependenciesOf(setup).toSorted()).toEqual(['certificates', ...nodes.map(([node]) => node)]);
    expect(mountOf(setup, '/ca/ca.crt')).toMatchObject({ source: 'ca', readOnly: true });
    expect(setup).toMatchObject({ image: 'clearance', read_only: true, cap_drop: ['ALL'] });
  });

  it('runs no ledger with an account that could delete history', async () => {
    for (const [, service] of ledgers) expect((await settingsIn(service)).acceptWeakAccess).toBe(false);
  });

  it('puts what a ledger writes on volumes of its own, and its root is read-only', async () => {
    const volumes: string[] = [];
    for (const [, service] of ledgers) {
      const { data } = await settingsIn(service);
      const mount = mountOf(service, data);
      expect(mount).toMatchObject({ target: data, readOnly: false });
      volumes.push(mount?.source ?? '');
      expect(service).toMatchObject({ read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'], init: true });
    }
    expect(new Set(volumes).size).toBe(ledgers.length);
  });

  it('gives a ledger the certificate of the authority, and never its key or those of nodes', () => {
    for (const [, service] of ledgers) {
      expect(authorityOf(service)).toBe('/ca/ca.crt');
      expect(mountOf(service, '/ca/ca.crt')).toMatchObject({ source: 'ca', readOnly: true });
      expect(mountsOf(service).map(({ source }) => source)).not.toContain('certificates');
    }
  });

  it('lets a ledger end by itself before it is killed', () => {
    for (const [, { stop_grace_period: grace }] of ledgers) expect(milliseconds(grace)).toBeGreaterThan(STOP_WITHIN_MS);
  });

  it('publishes the port that the ledger or the proxy listens on, the ledger for this machine alone', async () => {
    for (const [, service] of ledgers) {
      const { port } = await settingsIn(service);
      for (const published of service.ports ?? []) expect(published).toBe(`127.0.0.1:${port}:${port}`);
    }
    const open = services.filter(([, { ports }]) => ports !== undefined).map(([name]) => name);
    expect(open).toEqual(file.includes('cluster') ? ['proxy'] : ['ledger']);
  });

  it('gives a node only settings that the server knows', () => {
    const known = SERVER_SETTINGS.map(variableOf);
    expect(nodes).toHaveLength(file.includes('cluster') ? 3 : 1);
    for (const [, { environment = {} }] of nodes) {
      expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    }
  });

  it('has each node say its own name, find the others, and show a certificate in that name', () => {
    const names = nodes.map(([name]) => name);
    const certificates = compose.services['certificates'];
    expect(certificates?.entrypoint).toEqual(['bash', '/certificates.sh', ...names]);
    for (const [name, service] of nodes) {
      const setting = settingsOfNode(service);
      expect(setting('NodeHostAdvertiseAs')).toBe(name);
      expect(setting('CertificateFile')).toBe(`/certificates/${name}/node.crt`);
      expect(setting('CertificatePrivateKeyFile')).toBe(`/certificates/${name}/node.key`);
      expect(mountOf(service, '/certificates')).toMatchObject({ source: 'certificates', readOnly: true });
      expect(mountOf(service, setting('TrustedRootCertificatesPath') ?? '')).toMatchObject({
        source: 'ca',
        readOnly: true,
      });
      expect(mountOf(service, SERVER_IMAGE.data)).toMatchObject({ source: name, readOnly: false });
      if (names.length === 1) continue;
      const others = names.filter((other) => other !== name).map((other) => `${other}:${SERVER_IMAGE.port}`);
      expect(setting('GossipSeed')).toBe(others.join(','));
      expect(setting('ReplicationHostAdvertiseAs')).toBe(name);
      expect(setting('ClusterSize')).toBe(String(names.length));
      expect(setting('DiscoverViaDns')).toBe('false');
    }
  });
});

describe('docker/compose.cluster.yaml', () => {
  const compose = readCompose('docker/compose.cluster.yaml');

  it('has both ledgers sign with the key that one service has made before', () => {
    const keys = `${only(image, 'VOLUME')}/keys`;
    const maker = compose.services['signing-key'];
    expect(maker?.entrypoint).toEqual(['node', 'docker/signing-key.mjs']);
    expect(mountOf(maker!, keys)).toEqual({ source: 'keys', target: keys, readOnly: false });
    for (const name of ['ledger-1', 'ledger-2']) {
      expect(mountOf(compose.services[name]!, keys)).toEqual({ source: 'keys', target: keys, readOnly: true });
      expect(dependenciesOf(compose.services[name]!)).toContain('signing-key');
    }
  });

  it('has a proxy that asks every ledger whether it is ready, on a path that there is', () => {
    const config = readFileSync(join(repositoryRoot, 'docker/Caddyfile'), 'utf8');
    const port = environmentOf(image)[VARIABLES.port];
    const [, upstreams = ''] = /reverse_proxy (.*) \{/.exec(config) ?? [];
    expect(upstreams.split(' ')).toEqual(['ledger-1', 'ledger-2'].map((name) => `${name}:${port}`));
    const [, asked = ''] = /health_uri (\S+)/.exec(config) ?? [];
    const { paths } = JSON.parse(readFileSync(join(repositoryRoot, 'docs/api/openapi.json'), 'utf8')) as Compose & {
      paths: object;
    };
    expect(Object.keys(paths)).toContain(asked);
    expect(config).toContain('flush_interval -1');
    expect(mountOf(compose.services['proxy']!, '/etc/caddy/Caddyfile')?.source).toBe('./Caddyfile');
  });
});

it('the certificates belong to the user whom the server runs as', () => {
  const script = readFileSync(join(repositoryRoot, 'docker/certificates.sh'), 'utf8');
  expect(script).toContain(`server_user=${SERVER_IMAGE.user}\n`);
});

it.skipIf((process.env['KURRENTDB_BIN'] ?? '') === '')(
  'a server lists every setting that it is given as a flag',
  () => {
    const help = execFileSync(process.env['KURRENTDB_BIN'] ?? '', ['--help'], { encoding: 'utf8' });
    const listed = SERVER_SETTINGS.filter((setting) => !ENVIRONMENT_ONLY.includes(setting)).map(flagOf);
    expect(listed.filter((flag) => !help.includes(`\n${flag} `))).toEqual([]);
  },
);

/** What the ledger itself reads from the variables of the image and of the service. */
async function settingsIn(service: Service): Promise<Settings> {
  const folder = await mkdtemp(join(tmpdir(), 'clearance-compose-'));
  const certificate = join(folder, 'ca.crt');
  writeFileSync(certificate, '');
  const given = { ...environmentOf(image), ...service.environment };
  for (const [name, value] of Object.entries(given)) {
    // The file is there in the container; the ledger looks whether it can read it.
    vi.stubEnv(name, value.replace(authorityOf(service), certificate));
  }
  const settings = settingsOf({});
  if (settings === null) throw new Error(`the ledger refuses ${JSON.stringify(given)}`);
  return settings;
}

function authorityOf({ environment = {} }: Service): string {
  return /tlsCAFile=([^&]+)/.exec(environment[VARIABLES.store] ?? '')?.[1] ?? '';
}

function settingsOfNode({
  environment = {},
}: Service): (setting: (typeof SERVER_SETTINGS)[number]) => string | undefined {
  for (const name of Object.keys(environment)) expect(name.startsWith(PREFIX)).toBe(true);
  return (setting) => environment[variableOf(setting)];
}

function milliseconds(duration = ''): number {
  const [, seconds = ''] = /^(\d+)s$/.exec(duration) ?? [];
  return Number(seconds) * 1_000;
}
