import { duplicate, refused, type Decision, type DecisionContext, type Expecting, type Refusal } from './decision.js';
import type { DomainEvent, Identity } from './envelope.js';
import type { Folded } from './fold.js';
import { REGISTRY_ID } from './ids.js';
import { isExcluded, subjectsOf } from './people.js';

/*
 * Refusals that many decisions share. Each answers null where there is nothing to refuse, so that a decider reads as the
 * chain of rule E6: not-found ?? person ?? four-eyes ?? body ?? state.
 */

/** E3, E5: what was recorded under the key before. Looked at before anything else. */
export function replayed<E extends DomainEvent>(state: Folded, identity: Identity): Decision<E> | null {
  const known = state.known.get(identity.dedup);
  if (known === undefined) return null;
  if (known.contentDigest === identity.contentDigest) return duplicate(known);
  return refused({
    slug: 'idempotency-key-reused',
    detail: 'Another request came under this Idempotency-Key before. Use a new key for a new request.',
  });
}

export function personRequired(person: boolean, act: string): Refusal | null {
  if (person) return null;
  return { slug: 'person-required', detail: `Only a person can ${act}; this token belongs to a service.` };
}

/** F6. `excluded` is answered folded, sorted, each once. */
export function fourEyes(context: DecisionContext, excluded: readonly string[], act: string): Refusal | null {
  if (!isExcluded(context.actor.subject, excluded)) return null;
  return {
    slug: 'four-eyes',
    detail: `Somebody who did not make or submit this must ${act}.`,
    members: { excluded: subjectsOf(excluded) },
  };
}

export function changedMeanwhile(state: Folded, command: Expecting): Refusal | null {
  const expected = command.expectedRevision;
  if (expected === undefined || expected === null || expected === state.revision) return null;
  return {
    slug: 'changed-meanwhile',
    detail: `This was expected at revision ${expected} but is at ${state.revision}. Look at it again, then decide.`,
    members: { expected, actual: state.revision },
  };
}

export function notFound(what: string): Refusal {
  return { slug: 'not-found', detail: `${what} is not known.` };
}

export function wrongState(state: string, detail: string): Refusal {
  return { slug: 'wrong-state', detail, members: { state } };
}

export function inProgress(detail: string): Refusal {
  return { slug: 'in-progress', detail };
}

/** A fault of the request itself, located. */
export function invalidRequest(pointer: string, message: string): Refusal {
  return { slug: 'invalid-request', detail: `${pointer} ${message}`, errors: [{ pointer, message }] };
}

/** A text that says something. */
export function reasonMissing(reason: string, pointer = '/reason'): Refusal | null {
  return reason.trim() === '' ? invalidRequest(pointer, 'must say why') : null;
}

/** The id of a tool, a vendor, a consent, a group or a pack; the opaque id of a person or a firm. */
export function registryIdFault(id: string, pointer = '/id'): Refusal | null {
  if (REGISTRY_ID.test(id)) return null;
  return invalidRequest(pointer, 'must be 1 to 128 characters of A-Z a-z 0-9 . _ -, the first a letter or digit');
}

export function alreadyExists(what: string, id: string): Refusal {
  return { slug: 'already-exists', detail: `${what} exists already.`, members: { id } };
}
