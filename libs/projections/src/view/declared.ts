import { compareOccurrence, type FactRecord, type OriginSignal } from '@clearance/domain';
import { classifySourceType, type Dossier } from '@clearance/policy';

/** A declared value as an asset shows it. */
export interface DeclaredFact {
  readonly value: unknown;
  /** When it is said to have been so. */
  readonly at: string;
  /** Token subject that reported it. */
  readonly by: string;
  /** Of the event, in the stream of the claim it was said of. */
  readonly revision: number;
}

export interface Origin {
  readonly digitalSourceType: unknown;
  readonly basis: string | null;
  readonly signals: readonly OriginSignal[];
}

/** The value that counts for each declared key, sorted by key. */
export function declaredFacts(dossier: Dossier): Record<string, DeclaredFact> {
  const counting = countingFacts(dossier);
  return Object.fromEntries(
    [...counting].map(([key, fact]) => [
      key,
      { value: fact.data.facts[key], at: fact.occurredAt, by: fact.subject, revision: fact.revision },
    ]),
  );
}

export function originOf(dossier: Dossier): Origin {
  const stated = countingFacts(dossier).get(SOURCE_TYPE);
  return {
    digitalSourceType: stated?.data.facts[SOURCE_TYPE] ?? null,
    basis: stated?.data.basis ?? null,
    signals: dossier.facts.flatMap((fact) => (fact.type === 'origin-detected' ? fact.data.signals : [])),
  };
}

const SOURCE_TYPE = 'asset.digitalSourceType';
const GENAI_BY_HARM = ['none', 'assistive', 'unknown', 'partial', 'full'];
const TAINT_BY_HARM = ['non-generative', 'ambiguous', 'generative'];

/** How adverse a value of a base key is: every declared value stays, and of those the most adverse one counts. */
const HARM: Readonly<Record<string, (value: unknown) => number>> = {
  'asset.genai': (value) => {
    const index = GENAI_BY_HARM.indexOf(String(value));
    return index < 0 ? GENAI_BY_HARM.indexOf('unknown') : index;
  },
  [SOURCE_TYPE]: (value) => TAINT_BY_HARM.indexOf(classifySourceType(value).taint),
};

/** Of equally adverse values, and of every other key (a stage is a state), the latest said to have been so counts. */
function countingFacts(dossier: Dossier): Map<string, FactRecord<'facts-declared'>> {
  const counting = new Map<string, FactRecord<'facts-declared'>>();
  for (const fact of dossier.facts) {
    if (fact.type !== 'facts-declared') continue;
    for (const [key, value] of Object.entries(fact.data.facts)) {
      const before = counting.get(key);
      const harm = HARM[key] ?? (() => 0);
      const worse = before === undefined ? 1 : harm(value) - harm(before.data.facts[key]);
      if (before === undefined || worse > 0 || (worse === 0 && compareOccurrence(fact, before) > 0)) {
        counting.set(key, fact);
      }
    }
  }
  return new Map([...counting].sort(([a], [b]) => (a < b ? -1 : 1)));
}
