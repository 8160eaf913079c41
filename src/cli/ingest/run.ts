import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '../exit/exit-codes.js';
import { refusedError, usageError } from '../exit/errors.js';
import {
  defaultJobs,
  HashPool,
  JournalingHasher,
  mapOrdered,
  MAX_JOBS,
  progressBar,
  type Hasher,
} from '../hash/index.js';
import type { Context } from '../session/context.js';
import { integerValue, wordsValue } from '../session/values.js';
import { bytesToRead, rejection, type Candidate } from './candidates.js';
import type { CloudEvent } from './cloud-event.js';
import { candidatesOfManifests } from './from-manifests.js';
import { candidatesOfPaths } from './from-paths.js';
import { hasCryptographicDigest, isFixedId, readIdRule, strongestDigestId, type IdRule } from './ids.js';
import { concludeIntake, Intake, sourceOfToken, tellResult } from './intake.js';
import { prepare, type Prepared } from './prepare.js';
import { localResult, MOST_LINE_BYTES } from './send.js';
import { gatherSequences } from './sequences.js';
import { readStatement, type StatementOptions } from './statement.js';

export interface IngestOptions extends StatementOptions {
  readonly manifest?: readonly string[];
  readonly root?: string;
  readonly id?: string;
  readonly sequences?: boolean;
  readonly person?: string;
  readonly detect?: boolean;
  readonly jobs?: string;
  readonly resume?: string;
  readonly spool?: string;
  readonly print?: boolean;
}

/** `clearance ingest`: files or manifests in, one `reported` event each out. */
export async function ingest(context: Context, options: IngestOptions, paths: readonly string[]): Promise<ExitCode> {
  const { cwd } = context.io;
  const statement = readStatement(options);
  const person = options.person === undefined ? null : wordsValue('--person', options.person);
  const jobs = options.jobs === undefined ? defaultJobs() : integerValue('--jobs', options.jobs, 1, MAX_JOBS);
  const production = context.production;
  const candidates = await gather(options, paths, cwd);
  const idRule = idRuleFor(options, candidates);
  const source = await sourceOfToken(context, options.spool !== undefined);

  const progress = await progressBar(context.io, context.settings.quiet);
  const hasher = await openHasher(jobs, options.resume, cwd);
  const intake = new Intake(
    await context.client(),
    spoolFolder(options, cwd),
    (result) => tellResult(context, result),
    source === null,
  );
  const printed: CloudEvent[] = [];
  const ids = new Map<string, string>();
  progress.start(bytesToRead(candidates));
  try {
    const how = {
      hasher,
      onBytes: (bytes: number) => progress.add(bytes),
      idRule,
      statement,
      attributes: { source, production, person },
      detect: options.detect !== false,
    };
    for await (const made of mapOrdered(candidates, jobs, (candidate) => prepare(candidate, how))) {
      const outcome = made.kind === 'prepared' ? (clash(ids, made) ?? made) : made;
      if (outcome.kind === 'rejected') {
        intake.record(localResult(outcome.path, outcome.status, outcome.code, outcome.message));
      } else if (options.print === true) {
        printed.push(...outcome.events);
      } else {
        await addAll(intake, outcome);
      }
    }
    await intake.flush();
  } finally {
    progress.stop();
    await hasher.close();
  }
  return options.print === true ? printEvents(context, printed, intake) : concludeIntake(context, intake);
}

async function gather(options: IngestOptions, paths: readonly string[], cwd: string): Promise<Candidate[]> {
  const manifests = options.manifest ?? [];
  const root = options.root === undefined ? null : resolve(cwd, options.root);
  if (manifests.length > 0 && paths.length > 0)
    throw usageError(
      'PATHs and --manifest exclude each other',
      'Where the files of a manifest lie is said with --root.',
    );
  if (manifests.length === 0 && paths.length === 0)
    throw usageError('nothing to ingest is named', 'Name files or folders, or --manifest FILE.');
  const found =
    manifests.length > 0
      ? await candidatesOfManifests(manifests, root, cwd)
      : await candidatesOfPaths(paths, root, cwd);
  if (found.length === 0)
    throw refusedError(
      'nothing-found',
      'there is nothing to ingest in what was named',
      'Dot files and ascmhl folders are left out; name a file itself to take it.',
    );
  return options.sequences === true ? gatherSequences(found) : found;
}

/** Without files the id comes from the strongest digest that is listed, so there has to be one (64 otherwise). */
function idRuleFor(options: IngestOptions, candidates: readonly Candidate[]): IdRule {
  if (options.id !== undefined) {
    if (isFixedId(options.id) && candidates.length > 1) {
      throw usageError(
        `--id ${options.id} is one id, but there are ${candidates.length} files`,
        'Use sha256, path, name or a template such as "vendor/{stem}".',
      );
    }
    return readIdRule(options.id);
  }
  const listed = candidates.filter((candidate) => candidate.kind === 'listed');
  if (listed.length === 0) return readIdRule('sha256');
  const bare = listed.find((candidate) => !hasCryptographicDigest(candidate.listed.digests));
  if (bare !== undefined) {
    throw usageError(
      `the manifest lists no cryptographic digest for ${bare.path}, so --id is required`,
      'Use --id path, name or a template, or add --root DIR to hash the files.',
    );
  }
  return strongestDigestId;
}

async function openHasher(jobs: number, journal: string | undefined, cwd: string): Promise<Hasher> {
  const pool = new HashPool(jobs);
  return journal === undefined ? pool : JournalingHasher.open(resolve(cwd, journal), pool);
}

function spoolFolder(options: IngestOptions, cwd: string): string | null {
  return options.spool === undefined ? null : resolve(cwd, options.spool);
}

/** Two files of one run under one id are two assets under one name: the second is refused here, before it is sent. */
function clash(ids: Map<string, string>, made: Prepared) {
  const earlier = ids.get(made.asset);
  ids.set(made.asset, earlier ?? made.content);
  if (earlier === undefined || earlier === made.content) return null;
  return rejection(
    'refused',
    made.path,
    'bytes-differ',
    `another file of this run has other bytes under the id ${made.asset}`,
  );
}

async function addAll(intake: Intake, { path, asset, events }: Prepared): Promise<void> {
  for (const event of events) {
    const line = JSON.stringify(event);
    if (Buffer.byteLength(line) > MOST_LINE_BYTES) {
      intake.record(localResult(path, 'refused', 'too-large', `its event is longer than ${MOST_LINE_BYTES} bytes`));
    } else {
      await intake.add({ line, about: { path, asset } });
    }
  }
}

function printEvents(context: Context, events: readonly CloudEvent[], intake: Intake): ExitCode {
  if (context.settings.json) context.document(events);
  else for (const event of events) context.io.out(`${JSON.stringify(event)}\n`);
  return intake.results.length === 0 ? EXIT.go : intake.exit;
}
