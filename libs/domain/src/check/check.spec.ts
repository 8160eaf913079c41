/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { jsonBytes, MAX_EVENT_BYTES } from '../shared/size.js';
import { cause, verdict } from '../testing/asset.js';
import { by, givenStream, recorded, said } from '../testing/given.js';
import { boundedProblems, heldChunks } from './bounds.js';
import { decideInterruptCheck, decideRecordCheck, decideRequestCheck } from './decide.js';
import type { CheckedData, CheckRequestedData, HeldItem } from './events.js';
import { evolveCheck, foldCheck, type CheckState } from './fold.js';

const STREAM = 'check-nightfall/chk_1';
const givenCheck = givenStream(STREAM, (events) => foldCheck('nightfall', 'chk_1', events));
const request: CheckRequestedData = {
  check: 'chk_1',
  delivery: 'ep101',
  manifests: [{ id: 'm1', name: 'a.mhl', format: 'asc-mhl', sha256: 'm'.repeat(64), items: 2 }],
  files: null,
  problems: [],
};
const REQUESTED = { type: 'check-requested', data: request };
const checkedData: CheckedData = { ...verdict('chk_1', 1, 'hold'), problems: [], verdictDigest: 'v1' };
const CHECKED = { type: 'checked', data: checkedData };
const item = (index: number, causes: HeldItem['causes'] = []): HeldItem => ({
  manifest: 0,
  item: index,
  path: `${index}.exr`,
  code: 'unregistered',
  causes,
});
const held = (part: number, items: readonly HeldItem[], verdictDigest = 'v1') => ({
  type: 'held',
  data: { part, items, verdict: verdictDigest },
});

describe('asking for a check', () => {
  const ask =
    (data = request) =>
    (state: CheckState) =>
      decideRequestCheck(state, data, by('lead'));

  it('is recorded with what it is to rest on', () => {
    givenCheck().when(ask()).records(REQUESTED);
  });

  it('happens once; the same request again repeats', () => {
    givenCheck(REQUESTED)
      .when(ask())
      .refuses({ slug: 'already-exists', members: { id: 'chk_1' } });
    givenCheck(said(REQUESTED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(ask())
      .repeats({ contentDigest: 'content of new', revision: 0, n: 1, events: 1 });
  });

  it('names its own stream', () => {
    givenCheck()
      .when(ask({ ...request, check: 'chk_9' }))
      .refuses({ slug: 'invalid-request', pointers: ['/check'] });
  });

  it('lists at most 1,000 problems and says how many more there were', () => {
    const problems = Array.from({ length: 1_500 }, (_, index) => ({
      code: 'duplicate-path',
      message: `${index}`,
      path: null,
    }));
    const kept = boundedProblems(problems);
    expect(kept).toHaveLength(1_000);
    expect(kept.at(-1)).toEqual({ code: 'more-problems', message: '501 more problems are not listed', path: null });
    expect(boundedProblems(problems.slice(0, 999))).toEqual(problems.slice(0, 999));
    const long = boundedProblems(problems.map((problem) => ({ ...problem, message: 'x'.repeat(8_000) })));
    expect(jsonBytes(long)).toBeLessThan(129 * 1_024);
    givenCheck()
      .when(ask({ ...request, problems }))
      .records({ type: 'check-requested', data: { ...request, problems: kept } });
  });
});

describe('recording the outcome of a check', () => {
  const chunks = [[item(0)], [item(1)]];
  const record =
    (data: CheckedData = checkedData, parts: readonly (readonly HeldItem[])[] = chunks) =>
    (state: CheckState) =>
      decideRecordCheck(state, parts, data);

  it('D3: gives the held chunks one by one, then the verdict, then nothing', () => {
    givenCheck(REQUESTED)
      .when(record())
      .records(held(1, [item(0)]));
    givenCheck(REQUESTED, held(1, [item(0)]))
      .when(record())
      .records(held(2, [item(1)]));
    givenCheck(REQUESTED, held(1, [item(0)]), held(2, [item(1)]))
      .when(record())
      .records(CHECKED);
    givenCheck(REQUESTED, held(1, [item(0)]), held(2, [item(1)]), CHECKED)
      .when(record())
      .recordsNothing();
    givenCheck(REQUESTED)
      .when(record({ ...checkedData, verdict: 'release' }, []))
      .records({
        type: 'checked',
        data: { ...checkedData, verdict: 'release' },
      });
  });

  it('D2: chunks of another verdict are not mixed with these', () => {
    givenCheck(REQUESTED, held(1, [item(5)], 'v2'))
      .when(record())
      .refuses({ slug: 'in-progress' });
  });

  it('D2: chunks that do not say of which verdict they are are gone on with', () => {
    givenCheck(REQUESTED, { type: 'held', data: { part: 1, items: [item(0)] } })
      .when(record())
      .records(held(2, [item(1)]));
  });

  it('D2: nothing follows an interruption', () => {
    givenCheck(REQUESTED, { type: 'interrupted', data: { reason: 'restart' } })
      .when(record())
      .recordsNothing();
    givenCheck().when(record()).refuses({ slug: 'not-found' });
  });

  it('D1: is of a point not before the request, under its id', () => {
    const at = (pointer: string) => ({ slug: 'invalid-request' as const, pointers: [pointer] });
    givenCheck(REQUESTED)
      .when(record({ ...checkedData, position: 0 }))
      .refuses(at('/position'));
    givenCheck(REQUESTED)
      .when(record({ ...checkedData, position: null }))
      .refuses(at('/position'));
    givenCheck(REQUESTED)
      .when(record({ ...checkedData, decision: 'chk_9' }))
      .refuses(at('/decision'));
  });

  it('D3: holds at most 1,000 causes; held items point at none beyond', () => {
    const causes = Array.from({ length: 1_001 }, (_, index) => cause(`root${index}`));
    const of = (place: number) => ({ cause: place, path: ['a'], edges: [] });
    const data = { ...checkedData, causes, causeCount: 1_500 };
    givenCheck(REQUESTED)
      .when(record(data, [[item(0, [of(0), of(999), of(1_000)])]]))
      .records(held(1, [item(0, [of(0), of(999), of(-1)])]));
    givenCheck(REQUESTED)
      .when(record(data, []))
      .records({ type: 'checked', data: { ...data, causes: causes.slice(0, 1_000) } });
  });
});

describe('held chunks', () => {
  it('D3: take at most 512 KiB of JSON each and keep every item in order', () => {
    const items = Array.from({ length: 20_000 }, (_, index) =>
      item(index, [{ cause: 0, path: ['plate', 'sky'], edges: ['component'] }]),
    );
    const chunks = heldChunks(items);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.flat()).toEqual(items);
    for (const [index, chunk] of chunks.entries()) {
      expect(jsonBytes({ part: index + 1, items: chunk, verdict: 'v'.repeat(64) })).toBeLessThanOrEqual(
        MAX_EVENT_BYTES,
      );
    }
  });

  it('D3: are filled to the last byte', () => {
    // 256 bytes are kept for the other members of the event; a comma goes after each item.
    const quarter = (MAX_EVENT_BYTES - 256) / 4 - 1;
    const sized = { ...item(0), path: '' };
    const full = { ...sized, path: 'x'.repeat(quarter - jsonBytes(sized)) };
    expect(heldChunks(Array.from({ length: 9 }, () => full)).map((chunk) => chunk.length)).toEqual([4, 4, 1]);
  });

  it('cut a single item down to what fits', () => {
    const path = Array.from({ length: 3_000 }, () => 'x'.repeat(100));
    const causes = Array.from({ length: 50 }, (_, index) => ({ cause: index, path, edges: path.slice(1) }));
    const [[only] = []] = heldChunks([item(0, causes)]);
    expect(jsonBytes(only)).toBeLessThan(MAX_EVENT_BYTES);
    expect(only?.causes.length).toBeGreaterThan(0);
    expect(only?.causes[0]?.path).toHaveLength(1_001);
    expect(only?.code).toBe('unregistered');
  });

  it('are none where nothing is held', () => {
    expect(heldChunks([])).toEqual([]);
  });
});

describe('interrupting a check', () => {
  const interrupt = (state: CheckState) => decideInterruptCheck(state, 'restart');

  it('D2: ends one that has no outcome, once', () => {
    const interrupted = { type: 'interrupted', data: { reason: 'restart' } };
    givenCheck(REQUESTED, held(1, [item(0)]))
      .when(interrupt)
      .records(interrupted);
    givenCheck(REQUESTED, interrupted).when(interrupt).recordsNothing();
    givenCheck(REQUESTED, CHECKED).when(interrupt).recordsNothing();
    givenCheck().when(interrupt).recordsNothing();
    expect(givenCheck(REQUESTED, CHECKED, interrupted).state).toMatchObject({
      interrupted: false,
      outcome: { event: 'e1' },
    });
    expect(givenCheck(REQUESTED, interrupted, CHECKED).state).toMatchObject({
      interrupted: true,
      outcome: { event: 'e1' },
    });
  });
});

it('a check evolves as it folds', () => {
  const events = recorded(STREAM, [REQUESTED, held(1, [item(0)]), CHECKED]);
  const state = foldCheck('nightfall', 'chk_1', events);
  expect(events.reduce(evolveCheck, foldCheck('nightfall', 'chk_1', []))).toEqual(state);
  expect(state).toMatchObject({ parts: 1, verdict: 'v1', interrupted: false, outcome: { event: 'e2' } });
});

it('held items may point at causes beyond those kept, and must have a path', () => {
  const broken = { ...item(0), path: 1 as unknown as string };
  expect(
    foldCheck('nightfall', 'chk_1', recorded(STREAM, [held(1, [item(0, [{ cause: -1, path: [], edges: [] }])])])).parts,
  ).toBe(1);
  expect(() => foldCheck('nightfall', 'chk_1', recorded(STREAM, [held(1, [broken])]))).toThrow(
    '/data/items/0/path must be a string',
  );
});
