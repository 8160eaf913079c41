import { posix } from 'node:path';
import type { Digests, Member, OriginSignal } from '@clearance/domain';
import { mediaTypeOf } from '../files/media-types.js';
import type { Statement } from './statement.js';

/** What is known of one thing that is ingested. */
export interface Sighting {
  /** Relative, with "/"; also its `path` alias. For a sequence with # for the frame digits. */
  readonly path: string;
  readonly size: number | null;
  readonly digests: Digests;
  /** Whether the digests come from reading the file or from a list. */
  readonly seen: 'bytes' | 'manifest';
  readonly signals: readonly OriginSignal[];
  /** Frames of an image sequence, by name; null for a single file. */
  readonly members: readonly Member[] | null;
}

export type ReportData = Readonly<Record<string, unknown>>;

/**
 * The data of the `reported` events for one asset: one for a file, several for a sequence whose frames do not fit one event.
 * Members follow bodies.md 2; each is exactly that event's data.
 */
export function reportData(sighting: Sighting, statement: Statement): ReportData[] {
  const fileName = posix.basename(sighting.path);
  const known = mediaTypeOf(fileName);
  const registered = {
    name: fileName.slice(0, LONGEST_NAME),
    kind: statement.kind ?? (sighting.members === null ? (known?.kind ?? 'other') : 'image-sequence'),
    ...(Object.keys(statement.labels).length === 0 ? {} : { labels: statement.labels }),
    ...(statement.vendor === null ? {} : { vendor: statement.vendor }),
  };
  const [firstFrames, ...laterFrames] = framesOf(sighting);
  const first = {
    registered,
    ...(sighting.members === null ? { bytesIdentified: bytesOf(sighting, fileName, known?.mediaType) } : {}),
    ...firstFrames,
    aliased: { aliases: aliasesOf(sighting.path, fileName) },
    ...(sighting.signals.length === 0 ? {} : { originDetected: { signals: sighting.signals } }),
    ...lineageOf(statement),
    ...factsOf(statement),
    ...(statement.usage === null ? {} : { madeUnder: { usage: statement.usage } }),
    ...(statement.temporary === null ? {} : { markedTemporary: { reason: statement.temporary } }),
  };
  return [first, ...laterFrames];
}

/** Limits of bodies.md 1, with room left in an event of 256 KiB for everything beside the frames. */
const LONGEST_NAME = 400;
const LONGEST_ALIAS = 1024;
const MOST_FRAME_CHARACTERS = 160 * 1024;

function bytesOf(sighting: Sighting, fileName: string, mediaType: string | undefined) {
  return {
    digests: sighting.digests,
    ...(sighting.size === null ? {} : { size: sighting.size }),
    ...(mediaType === undefined ? {} : { mediaType }),
    fileName,
    seen: sighting.seen,
  };
}

function aliasesOf(path: string, fileName: string) {
  const aliases = [
    { scheme: 'path', value: path },
    { scheme: 'file-name', value: fileName },
  ];
  // A longer one would refuse the whole event; the file stays findable by its digests.
  return aliases.filter((alias) => alias.value.length <= LONGEST_ALIAS);
}

/** Inputs belong to the tool where one is named: it made this from them. */
function lineageOf({ tool, model, inputs, inputsComplete }: Statement): ReportData {
  const complete = inputsComplete ? { inputsComplete: 'yes' } : {};
  if (tool !== null) {
    return {
      generatedByTool: {
        tool,
        ...(model === null ? {} : { model }),
        ...(inputs.length === 0 ? {} : { inputs }),
        ...complete,
      },
    };
  }
  return inputs.length === 0 ? {} : { derivedFrom: { inputs, ...complete } };
}

function factsOf({ facts, basis }: Statement): ReportData {
  if (Object.keys(facts).length === 0) return {};
  return { factsDeclared: { facts, ...(basis === null ? {} : { basis }) } };
}

function framesOf({ members }: Sighting): ReportData[] {
  if (members === null) return [{}];
  const parts: Member[][] = [];
  let room = 0;
  for (const member of members) {
    const characters = JSON.stringify(member).length + 1;
    if (parts.length === 0 || characters > room) {
      parts.push([]);
      room = MOST_FRAME_CHARACTERS;
    }
    parts.at(-1)?.push(member);
    room -= characters;
  }
  return parts.map((part, at) => ({ membersIdentified: { members: part, part: at + 1, parts: parts.length } }));
}
