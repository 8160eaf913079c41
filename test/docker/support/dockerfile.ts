import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// scripts/docker/image.mjs imports this file as it is, so it imports nothing of the tests.
const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** One instruction of a Dockerfile: its name in capitals, and the rest with continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** From one FROM to the next. */
export interface Stage {
  readonly base: string;
  /** null where the stage has none: the last one, which is the image. */
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

export interface Copy {
  /** Name of the stage it copies from; null: the build context. */
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly target: string;
}

/** @throws Error for what this reader does not know: nothing in the file goes unread. */
export function readDockerfile(path: string): readonly Stage[] {
  const stages: { base: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const { name, rest } of instructionsOf(readFileSync(join(repositoryRoot, path), 'utf8'))) {
    if (name === 'FROM') {
      const [base = '', , stage = null] = rest.split(/\s+/);
      stages.push({ base, name: stage, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined || !KNOWN.has(name)) throw new Error(`${path} holds an instruction ${name}`);
    stage.instructions.push({ name, rest });
  }
  return stages;
}

export function copiesOf(stage: Stage): readonly Copy[] {
  return all(stage, 'COPY').map((rest) => {
    const words = rest.split(/\s+/);
    const [flag = ''] = words;
    if (flag.startsWith('--') && !flag.startsWith('--from=')) throw new Error(`COPY with ${flag}`);
    const from = flag.startsWith('--from=') ? flag.slice('--from='.length) : null;
    const paths = from === null ? words : words.slice(1);
    return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
  });
}

/** What ENV sets, in order. */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    all(stage, 'ENV').flatMap((rest) =>
      rest.split(/\s+/).map((pair) => {
        const at = pair.indexOf('=');
        if (at < 1) throw new Error(`ENV ${pair}`);
        return [pair.slice(0, at), pair.slice(at + 1)] as const;
      }),
    ),
  );
}

/** The rests of all instructions with a name. */
export function all(stage: Stage, name: string): readonly string[] {
  return stage.instructions.filter((instruction) => instruction.name === name).map(({ rest }) => rest);
}

/** The one instruction with a name. */
export function only(stage: Stage, name: string): string {
  const rests = all(stage, name);
  const [rest] = rests;
  if (rest === undefined || rests.length > 1) throw new Error(`${rests.length} times ${name}`);
  return rest;
}

const KNOWN = new Set('LABEL RUN WORKDIR COPY ENV USER VOLUME EXPOSE STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD'.split(' '));

function* instructionsOf(text: string): Generator<Instruction> {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  for (const line of lines.join('\n').replaceAll(/\\\n/g, ' ').split('\n')) {
    const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
    yield { name: name.toUpperCase(), rest: rest.replaceAll(/\s+/g, ' ') };
  }
}
