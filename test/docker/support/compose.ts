import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { repositoryRoot } from '../../harness/index.js';

export interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only?: boolean;
  readonly init?: boolean;
  readonly tmpfs?: readonly string[];
  readonly stop_grace_period?: string;
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export interface Mount {
  /** A named volume, or a path beside the file where it begins with a dot. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export const COMPOSE_FILES = ['docker/compose.yaml', 'docker/compose.cluster.yaml'] as const;

/** Stands for every variable that the files ask the caller for. */
export const GIVEN = 'given';

/** A compose file with its variables put in: those with a default by that, the others by `GIVEN`. */
export function readCompose(path: string): Compose {
  const text = readFileSync(join(repositoryRoot, path), 'utf8');
  return parse(
    text.replaceAll(/\$\{\w+(?::([-?])([^}]*))?\}/g, (_, kind: string | undefined, rest: string | undefined) =>
      kind === '-' ? (rest ?? '') : GIVEN,
    ),
    { merge: true },
  ) as Compose;
}

/** The Compose specification's own schema, as the linter dclint carries it. */
export function composeSchema(): ValidateFunction {
  const folder = dirname(createRequire(import.meta.url).resolve('dclint/package.json'));
  const schema = JSON.parse(readFileSync(join(folder, 'schemas/compose.schema.json'), 'utf8')) as object;
  const ajv = new Ajv({ strict: false, allErrors: true });
  // The formats that the schema names; the specification says in words what they are.
  ajv.addFormat('duration', /^(?:\d+(?:\.\d+)?(?:us|ms|s|m|h))+$/);
  ajv.addFormat('ports', /^(?:(?:[\d.]+|\[[\da-f:]+\]):)?(?:\d+(?:-\d+)?:)?\d+(?:-\d+)?(?:\/(?:tcp|udp))?$/);
  ajv.addFormat('expose', /^\d+(?:-\d+)?(?:\/(?:tcp|udp))?$/);
  ajv.addFormat('subnet_ip_address', /^[\d.]+\/\d+$/);
  // The meta-schema is named without the fragment that ajv knows it by.
  return ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
}

export function mountsOf(service: Service): readonly Mount[] {
  return (service.volumes ?? []).map((text) => {
    const [source = '', target = '', mode = 'rw'] = text.split(':');
    return { source, target, readOnly: mode === 'ro' };
  });
}

/** The mount that a path of the container lies in: the deepest. */
export function mountOf(service: Service, path: string): Mount | undefined {
  return mountsOf(service)
    .filter(({ target }) => path === target || path.startsWith(`${target}/`))
    .sort((a, b) => b.target.length - a.target.length)[0];
}

export function dependenciesOf({ depends_on: needed = [] }: Service): readonly string[] {
  return Array.isArray(needed) ? (needed as string[]) : Object.keys(needed);
}
