import type { DeliveryClass } from '@clearance/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UseFacts } from '../condition/guard.js';
import { CLEAN_FACTS, CLEAN_TERMS, FULL_CONSENT, Generated, netflix, useIn } from '../testing/netflix.js';

const RUNS = 250;
const TIMEOUT = 120_000;

/** Facts of one generated asset, any of which may be adverse, not known, or not said at all. */
interface Situation {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly use: UseFacts;
  readonly terms: Readonly<Record<string, unknown>>;
  readonly consent: Readonly<Record<string, unknown>>;
  readonly cls: 'generative' | 'assistive' | 'none' | null;
}

const word = (group: string, field: string) =>
  fc.constantFrom(...netflix.facts[group]!.fields[field]!.values!, 'unknown');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 5 });
const entry = (
  group: string,
  key: string,
  names: readonly string[],
  more: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
) =>
  fc.record({
    [key]: fc.constant('x1'),
    ...Object.fromEntries(names.map((name) => [name, maybe(word(group, name))])),
    ...more,
  });
const scalars = Object.keys(CLEAN_FACTS)
  .filter((name) => name.includes('.') && name !== 'model.trainedForProduction')
  .map((name) => name.split('.') as [string, string]);

const situations: fc.Arbitrary<Situation> = fc.record({
  facts: fc
    .record({
      ...Object.fromEntries(scalars.map(([group, field]) => [`${group}.${field}`, maybe(word(group, field))])),
      'model.trainedForProduction': maybe(fc.constantFrom('none', 'nightfall', 'elsewhere')),
      'union.agreementRef': maybe(fc.constant('dms://9')),
      input: maybe(
        fc.array(entry('input', 'asset', ['rights', 'sensitivity', 'references', 'permission']), { maxLength: 1 }),
      ),
      likeness: maybe(
        fc.array(
          entry(
            'likeness',
            'performer',
            ['kind', 'recognizable', 'asScripted', 'customary', 'unsafeForHuman', 'intentChanged', 'mayHarm'],
            {
              consent: fc.constantFrom('c1', 'none', 'unknown'),
            },
          ),
          { maxLength: 1 },
        ),
      ),
    })
    .map((facts) => ({ ...facts })),
  use: fc.record({
    prominence: maybe(word('use', 'prominence')),
    onScreen: maybe(word('use', 'onScreen')),
    humanInput: maybe(word('use', 'humanInput')),
  }) as fc.Arbitrary<UseFacts>,
  terms: fc.record({
    enterpriseAgreement: word('tool', 'enterpriseAgreement'),
    trainsOnIO: word('tool', 'trainsOnIO'),
    storesIO: word('tool', 'storesIO'),
    licenceTier: fc.constant('team'),
    termsReviewedAt: fc.constant('2026-01-01T00:00:00Z'),
  }),
  consent: fc.record({
    state: word('consent', 'state'),
    guildOk: word('consent', 'guildOk'),
    documentRef: fc.constant('dms://c'),
    territories: fc.constantFrom(['*'], ['DE']),
    languages: fc.constant(['*']),
    mediums: fc.constant(['*']),
  }),
  cls: fc.constantFrom('generative', 'assistive', 'none', null),
});
const classes = fc.constantFrom<DeliveryClass>('final', 'review', 'turnover');

/** Rules found, open or cleared, with the outcome that counts. */
function rulesFound(
  situation: Situation,
  cls: DeliveryClass,
  switches: Readonly<Record<string, boolean>> = {},
): Set<string> {
  const asset = new Generated({ ...situation.facts }, situation.use, switches);
  asset.registry.putTool('imagine', { class: situation.cls, facts: situation.terms });
  asset.registry.putConsent('c1', { facts: situation.consent });
  const { open, notices, cleared } = asset.ledger.judge('art', useIn(cls));
  // The base rules have a logic of their own: a stage that nobody declared is no mark.
  const found = [...open, ...notices, ...cleared].filter(({ rule }) => rule.startsWith('NFX'));
  return new Set(found.map(({ rule, outcome }) => `${outcome} ${rule}`));
}

describe('the Netflix pack', () => {
  it(
    'F2: loses no finding where a fact becomes unknown, is said to be unknown, or is no longer said',
    () => {
      fc.assert(
        fc.property(situations, classes, fc.nat(), fc.boolean(), (situation, cls, which, isSaid) => {
          const before = rulesFound(situation, cls);
          const after = rulesFound(forget(situation, which, isSaid), cls);
          expect([...before].filter((rule) => !after.has(rule))).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT,
  );

  it(
    'finds no less with its strict switches than with them off',
    () => {
      fc.assert(
        fc.property(situations, classes, (situation, cls) => {
          const strict = rulesFound(situation, cls);
          const loose = rulesFound(situation, cls, { incidentalNeedsApproval: false, ownMaterialNeedsApproval: false });
          expect([...loose].filter((rule) => !strict.has(rule))).toEqual([]);
        }),
        { numRuns: 100 },
      );
    },
    TIMEOUT,
  );
});

/** `said`: an explicit "unknown" stands where the fact stood; otherwise nothing does. */
function forget(situation: Situation, which: number, isSaid: boolean): Situation {
  const nothing = isSaid ? 'unknown' : undefined;
  const { facts, use, terms, consent } = situation;
  const inEntries = ['input', 'likeness'].flatMap((list) => {
    const entries = facts[list];
    if (!Array.isArray(entries) || entries.length === 0) return [];
    const [first] = entries as Record<string, unknown>[];
    return Object.keys(first!)
      .filter((name) => name !== 'asset' && name !== 'performer')
      .map((name) => ({ ...situation, facts: { ...facts, [list]: [{ ...first, [name]: 'unknown' }] } }));
  });
  const ways: Situation[] = [
    ...Object.keys(facts).map((name) => ({ ...situation, facts: { ...facts, [name]: nothing } })),
    ...inEntries,
    ...Object.keys(use).map((name) => ({ ...situation, use: { ...use, [name]: nothing } })),
    ...Object.keys(terms).map((name) => ({ ...situation, terms: { ...terms, [name]: nothing } })),
    ...Object.keys(consent).map((name) => ({ ...situation, consent: { ...consent, [name]: nothing } })),
    { ...situation, cls: null },
  ];
  return ways[which % ways.length]!;
}

it('the clean situation of the tests is clean', () => {
  const asset = new Generated();
  asset.registry
    .putTool('imagine', { class: 'generative', facts: CLEAN_TERMS })
    .putConsent('c1', { facts: FULL_CONSENT });
  expect(asset.open()).toEqual([]);
});
