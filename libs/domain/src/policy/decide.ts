import { contentDigestOf } from '@clearance/canonical';
import { accepted, refused, type Decision, type DecisionContext, type Refusal } from '../shared/decision.js';
import { alreadyExists, invalidRequest, registryIdFault, replayed } from '../shared/guards.js';
import { jsonBytes, MAX_EVENT_BYTES } from '../shared/size.js';
import type { PolicyEvent } from './events.js';
import type { PolicyState } from './fold.js';

/** A pack that was read and found in order; how packs look is libs/policy's. */
export interface PublishPackCommand {
  readonly version: string;
  readonly pack: Readonly<Record<string, unknown>>;
  readonly tests?: readonly unknown[];
}
export interface PublishPackSituation {
  /** A pack of this id and version comes with the ledger. */
  readonly builtIn: boolean;
}

/** Room for the members beside the pack. */
const MAX_PACK_BYTES = MAX_EVENT_BYTES - 4096;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

/** Publishes a version for good: nothing published is ever changed, a mended pack is a new version. */
export function decidePublishPack(
  state: PolicyState,
  command: PublishPackCommand,
  situation: PublishPackSituation,
  context: DecisionContext,
): Decision<PolicyEvent> {
  const before = replayed<PolicyEvent>(state, context.identity);
  if (before !== null) return before;
  const { version, pack, tests = [] } = command;
  const refusal = registryIdFault(state.id) ?? packFault(command) ?? publishedBefore(state, version, situation);
  if (refusal !== null) return refused(refusal);
  const published = { id: state.id, version, digest: contentDigestOf(pack), pack };
  return accepted({ type: 'pack-published', data: tests.length === 0 ? published : { ...published, tests } });
}

function packFault({ version, pack, tests = [] }: PublishPackCommand): Refusal | null {
  if (!VERSION.test(version)) {
    return invalidRequest('/version', 'must be 1 to 64 characters of A-Z a-z 0-9 . _ + -, the first a letter or digit');
  }
  if (jsonBytes(pack) + jsonBytes(tests) > MAX_PACK_BYTES)
    return invalidRequest('', `must be at most ${MAX_PACK_BYTES} bytes as JSON`);
  return null;
}

function publishedBefore(state: PolicyState, version: string, { builtIn }: PublishPackSituation): Refusal | null {
  return builtIn || state.versions.has(version)
    ? alreadyExists(`Version ${version} of the pack ${state.id}`, `${state.id}@${version}`)
    : null;
}
