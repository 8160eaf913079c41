import { describe, expect, it } from 'vitest';
import { edited, SMALL_PACK } from '../testing/small-pack.js';
import { PACK_LIMITS } from './limits.js';
import { loadPack } from './load.js';

/** Faults as `line:column code pointer`. */
function faultsOf(text: string): string[] {
  const loaded = loadPack(text);
  return loaded.ok
    ? []
    : loaded.faults.map(({ line, column, code, pointer }) => `${line}:${column} ${code} ${pointer}`);
}
const messagesOf = (text: string): string[] => {
  const loaded = loadPack(text);
  return loaded.ok ? [] : loaded.faults.map(({ message }) => message);
};
const WHEN = '{all: [{fact: asset.genai, gte: partial}, {switch: strict}]}';
const when = (condition: string) => edited(WHEN, condition);
const R1_CLEARS = '[[{approval: legal}]]';

describe('loadPack', () => {
  it('reads a pack with its defaults filled in', () => {
    const loaded = loadPack(SMALL_PACK);
    expect(loaded).toMatchObject({ ok: true, pack: { id: 'small', version: '1', tolerance: 'PT1H' } });
    if (!loaded.ok) return;
    expect(loaded.pack.rules[0]).toEqual({
      id: 'R1',
      title: 'Generated',
      source: { doc: 'book', section: 'one', asOf: '2026-02-03' },
      outcome: 'approval',
      classes: ['*'],
      at: 'both',
      when: { all: [{ fact: 'asset.genai', gte: 'partial' }, { switch: 'strict' }] },
      travels: 'content',
      hint: false,
      message: '{root} is {asset.genai}',
      clears: { message: 'Counsel agrees', anyOf: [[{ approval: 'legal' }]] },
    });
    expect(loaded.pack.approvals).toEqual([{ kind: 'legal', by: 'counsel', maxAge: 'P30D', quorum: 2 }]);
  });

  it('fills in what a bare pack leaves out', () => {
    const bare = `{"id":"x","version":"1","title":"t","notice":"n","sources":[{"id":"s","title":"t","publisher":"p","published":"2026-01","read":"2026-01"}],
      "rules":[{"id":"A","title":"t","source":{"doc":"s","section":"1","asOf":"2026-01"},"outcome":"notice","when":{"fact":"step.chain","equals":"yes"},"message":"m"}]}`;
    expect(loadPack(bare)).toMatchObject({
      ok: true,
      pack: { facts: {}, switches: {}, approvals: [], vocabularies: {}, tolerance: 'PT0S', replace: [] },
    });
  });

  it('gives YAML and JSON of the same content one digest, and other content another', () => {
    const yaml = loadPack(SMALL_PACK);
    const json = loadPack(JSON.stringify(yaml.ok ? yaml.pack : null));
    const other = loadPack(edited('version: "1"', 'version: "2"'));
    expect(yaml.ok && json.ok && other.ok).toBe(true);
    if (!yaml.ok || !json.ok || !other.ok) return;
    expect(json.digest).toBe(yaml.digest);
    expect(other.digest).not.toBe(yaml.digest);
    expect(yaml.digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('faults of the text', () => {
  it.each([
    ['nothing', '', ['1:1 wrong-type ']],
    ['a scalar', 'hello', ['1:1 wrong-type ']],
    ['a broken flow', edited('replace: [base-generated]', 'replace: [base-generated'), ['8:1 syntax ']],
    ['a key that stands twice', `${SMALL_PACK}title: again\n`, ['67:1 duplicate-key ']],
    ['an anchor', edited('title: A small pack', 'title: &a A small pack'), ['3:11 not-plain /title']],
    ['an alias', edited('by: counsel', 'by: *a'), ['12:23 not-plain /approvals/0/by']],
    ['a tag', edited('title: A small pack', 'title: !!str A small pack'), ['3:14 not-plain /title']],
    [
      'a key that is no text',
      edited('{default: true, message', '{default: true, [a]: 1, message'),
      ['10:27 not-plain /switches/strict'],
    ],
    ['a key that would be a prototype', edited('title: A small pack', '__proto__: x'), ['3:1 not-plain ']],
    ['two documents', `${SMALL_PACK}---\na: 1\n`, ['67:1 syntax ']],
  ])('%s is told with its place', (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('a text past the limit is refused whole', () => {
    expect(faultsOf(' '.repeat(PACK_LIMITS.length + 1))).toEqual(['1:1 too-long ']);
    expect(faultsOf(`${SMALL_PACK}${'#'.repeat(PACK_LIMITS.length - SMALL_PACK.length)}`)).toEqual([]);
  });

  it.each([
    ['brackets', `a: ${'['.repeat(40)}`, '1:35 too-deep '],
    ['braces', `a:\n  ${'{a: '.repeat(40)}`, '2:131 too-deep '],
    ['dashes in a row', `${'- '.repeat(40)}a`, '1:65 too-deep '],
    ['a huge text of brackets', '['.repeat(PACK_LIMITS.length), '1:33 too-deep '],
  ])('%s nested too deep are found before the parser is asked', (_, text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  it('brackets and dashes inside texts nest nothing', () => {
    expect(faultsOf(edited('title: A small pack', `title: "${'['.repeat(40)}"`))).toEqual([]);
    expect(faultsOf(edited('title: A small pack', `title: A ${'- [ '.repeat(40)}`))).toEqual([]);
  });
});

describe('faults of the form', () => {
  it.each([
    ['a missing member', edited('version: "1"\n', ''), '1:1 missing '],
    ['a member too many', edited('tolerance: PT1H', 'tolerence: PT1H'), '8:1 unexpected /tolerence'],
    ['a number for a text', edited('version: "1"', 'version: 1'), '2:1 wrong-type /version'],
    ['an empty text', edited('title: A small pack', 'title: " "'), '3:1 missing /title'],
    [
      'a text too long',
      edited('title: A small pack', `title: ${'x'.repeat(PACK_LIMITS.text + 1)}`),
      '3:1 too-long /title',
    ],
    ['an id of another form', edited('id: small', 'id: Small Pack'), '1:1 malformed /id'],
    ['no list', edited('replace: [base-generated]', 'replace: base-generated'), '7:1 wrong-type /replace'],
    ['an empty list', edited('each: person\n', 'each: person\n    hint: 3\n'), '62:5 wrong-type /rules/1/hint'],
    ['a date of another form', edited('read: "2026-02-03"', 'read: "3 Feb"'), '6:70 malformed /sources/0/read'],
    ['months in a duration', edited('maxAge: P30D', 'maxAge: P1M'), '12:32 malformed /approvals/0/maxAge'],
    ['a quorum of nobody', edited('quorum: 2', 'quorum: 0'), '12:46 not-allowed /approvals/0/quorum'],
    ['a word for a flag', edited('{default: true,', '{default: "true",'), '10:12 wrong-type /switches/strict/default'],
    ['an outcome there is not', edited('outcome: approval', 'outcome: forbid'), '52:5 not-allowed /rules/0/outcome'],
    ['a class there is not', edited('classes: [final]', 'classes: [cinema]'), '60:15 not-allowed /rules/1/classes/0'],
    ['neither values nor a type', edited('{type: number}', '{title: size}'), '18:7 missing /facts/asset/fields/size'],
    [
      'values and a type',
      edited('{type: number}', '{type: number, values: [a]}'),
      '18:7 missing /facts/asset/fields/size',
    ],
    [
      'a type there is not',
      edited('{type: number}', '{type: money}'),
      '18:14 not-allowed /facts/asset/fields/size/type',
    ],
    [
      'a basis there is not',
      edited('basis: [tracker]', 'basis: [rumour]'),
      '22:61 not-allowed /facts/asset/fields/owner/favourableNeeds/basis/0',
    ],
    [
      'a need for nothing',
      edited('{basis: [tracker], evidence: true}', '{values: [us]}'),
      '22:35 missing /facts/asset/fields/owner/favourableNeeds',
    ],
    [
      'a name of another form',
      edited('      size: {type: number}', '      Size-1: {type: number}'),
      '18:7 malformed /facts/asset/fields/Size-1',
    ],
    ['a step there is not', edited(R1_CLEARS, '[[{wish: true}]]'), '55:48 missing /rules/0/clears/anyOf/0/0'],
    [
      'a step that is not true',
      edited(R1_CLEARS, '[[{approval: legal}], [{replace: maybe}]]'),
      '55:70 wrong-type /rules/0/clears/anyOf/1/0/replace',
    ],
    [
      'a step with more to it',
      edited(R1_CLEARS, '[[{approval: legal, reach: exact}]]'),
      '55:66 unexpected /rules/0/clears/anyOf/0/0/reach',
    ],
    ['no alternative', edited(R1_CLEARS, '[]'), '55:39 missing /rules/0/clears/anyOf'],
  ])('%s', (_, text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it('tells every fault, in the order of the text', () => {
    const text = edited('outcome: deny', 'outcome: no', edited('id: small', 'id: S', edited('by: counsel', 'by: 3')));
    expect(faultsOf(text)).toEqual([
      '1:1 malformed /id',
      '12:19 wrong-type /approvals/0/by',
      '59:5 not-allowed /rules/1/outcome',
    ]);
  });

  it('asks for quotes where YAML reads a text as something else', () => {
    expect(messagesOf(edited('version: "1"', 'version: 2025.11'))).toEqual(['must be a text: put it in quotes']);
  });

  it('names the members there are', () => {
    expect(messagesOf(edited('{default: true,', '{default: true, on: 1,'))).toEqual([
      '"on" is no member here; there are default, message',
    ]);
  });

  it('reports no more than the limit', () => {
    const rules = Array.from({ length: PACK_LIMITS.errors + 20 }, () => '  - {}').join('\n');
    expect(faultsOf(`${SMALL_PACK.slice(0, SMALL_PACK.indexOf('  - id: R1'))}${rules}`)).toHaveLength(
      PACK_LIMITS.errors,
    );
  });
});

describe('faults of a condition', () => {
  it.each([
    ['no object', 'yes', '53:5 wrong-type /rules/0/when'],
    ['no kind', '{}', '53:5 missing /rules/0/when'],
    ['two kinds', '{not: {switch: strict}, switch: strict}', '53:35 unexpected /rules/0/when/switch'],
    ['an empty all', '{all: []}', '53:12 missing /rules/0/when/all'],
    ['no operator', '{fact: asset.genai}', '53:5 missing /rules/0/when'],
    ['two operators', '{fact: asset.genai, lt: full, gt: none}', '53:5 missing /rules/0/when'],
    ['an operator there is not', '{fact: asset.genai, is: full}', '53:31 unexpected /rules/0/when/is'],
    ['a quantifier without a condition', '{some: person}', '53:5 missing /rules/0/when'],
    [
      'a time without offset',
      '{fact: asset.made, before: "2026-01-01T00:00:00"}',
      '53:30 malformed /rules/0/when/before',
    ],
    ['a flag for a word', '{fact: asset.genai, equals: true}', '53:31 wrong-type /rules/0/when/equals'],
    ['a fact nobody defined', '{fact: asset.colour, equals: red}', '53:12 unknown-fact /rules/0/when/fact'],
    ['a value outside the model', '{fact: asset.genai, in: [partial, most]}', '53:45 outside-model /rules/0/when/in/1'],
    ['a value that stands twice', '{fact: asset.genai, in: [full, full]}', '53:42 duplicate /rules/0/when/in/1'],
    ['a text for a number', '{fact: asset.size, lt: big}', '53:30 outside-model /rules/0/when/lt'],
    ['a number for a text', '{fact: asset.note, equals: 3}', '53:30 outside-model /rules/0/when/equals'],
    ['an operator of another type', '{fact: asset.made, gt: 3}', '53:30 wrong-operator /rules/0/when/gt'],
    [
      'words of a field that has values',
      '{fact: asset.genai, overlaps: [full]}',
      '53:31 wrong-operator /rules/0/when/overlaps',
    ],
    ['order where there is none', '{fact: use.class, gte: final}', '53:29 wrong-operator /rules/0/when/gte'],
    ['a field of a list outside of it', '{fact: person.seen, equals: "yes"}', '53:12 outside-list /rules/0/when/fact'],
    ['a list there is not', '{some: people, where: {switch: strict}}', '53:12 unknown-list /rules/0/when/some'],
    ['a switch there is not', '{switch: lax}', '53:12 unknown-switch /rules/0/when/switch'],
    [
      'within no list of words',
      '{fact: asset.regions, within: {fact: asset.note}}',
      '53:42 wrong-operator /rules/0/when/within/fact',
    ],
    [
      'within a use',
      '{fact: asset.regions, within: {fact: use.territories}}',
      '53:42 wrong-operator /rules/0/when/within/fact',
    ],
    [
      'unknown under not',
      '{not: {fact: asset.genai, equals: unknown}}',
      '53:37 unknown-under-not /rules/0/when/not/equals',
    ],
    [
      'unknown under two nots',
      '{not: {not: {fact: asset.genai, in: [unknown]}}}',
      '53:43 unknown-under-not /rules/0/when/not/not/in',
    ],
    [
      'unknown under none',
      '{none: person, where: {fact: person.seen, equals: unknown}}',
      '53:53 unknown-under-not /rules/0/when/where/equals',
    ],
    ['unknown as a bound', '{fact: asset.genai, gt: unknown}', '53:31 outside-model /rules/0/when/gt'],
    ['the same part twice', '{any: [{switch: strict}, {switch: strict}]}', '53:36 unreachable /rules/0/when/any/1'],
    [
      'parts that exclude each other',
      '{all: [{fact: asset.genai, lt: partial}, {fact: asset.genai, equals: full}]}',
      '53:52 unreachable /rules/0/when/all/1',
    ],
  ])('%s', (_, condition, fault) => {
    expect(faultsOf(when(condition))).toContain(fault);
  });

  it.each([
    ['unknown asked for openly', '{fact: asset.genai, in: [full, unknown]}'],
    ['unknown of a time', '{fact: asset.made, equals: unknown}'],
    [
      'parts of an any that exclude each other',
      '{any: [{fact: asset.genai, lt: partial}, {fact: asset.genai, equals: full}]}',
    ],
    [
      'parts of an all that leave something',
      '{all: [{fact: asset.genai, gte: assistive}, {fact: asset.genai, in: [partial, none]}]}',
    ],
    ['a text within a list', '{fact: use.medium, within: [svod]}'],
    ['a list within another fact', '{fact: use.territories, within: {fact: asset.regions}}'],
    ['a field inside its list', '{every: person, where: {fact: person.seen, equals: "no"}}'],
    ['a cited fact inside the list', '{some: person, where: {fact: consent.regions, overlaps: [DE]}}'],
    ['what a step answers', '{fact: step.declared, equals: "no"}'],
    ['the class of a delivery', '{fact: use.class, in: [final, dub]}'],
  ])('%s is right', (_, condition) => {
    expect(faultsOf(when(condition))).toEqual([]);
  });

  it('is bounded in depth and in parts, told once', () => {
    const deep = (levels: number) => `${'{not: '.repeat(levels)}{switch: strict}${'}'.repeat(levels)}`;
    expect(faultsOf(when(deep(PACK_LIMITS.conditionDepth - 1)))).toEqual([]);
    expect(faultsOf(when(deep(PACK_LIMITS.conditionDepth))).map((fault) => fault.split(' ')[1])).toEqual(['too-deep']);
    const wide = (parts: number) =>
      `{any: [${Array.from({ length: parts }, (_, i) => `{fact: asset.size, lt: ${i}}`).join(', ')}]}`;
    expect(faultsOf(when(wide(PACK_LIMITS.conditionParts - 1)))).toEqual([]);
    expect(faultsOf(when(wide(PACK_LIMITS.conditionParts + 5))).map((fault) => fault.split(' ')[1])).toEqual([
      'too-many',
    ]);
  });
});

describe('faults of the meaning', () => {
  it.each([
    ['a rule that stands twice', edited('- id: R2', '- id: R1'), '56:5 duplicate /rules/1/id'],
    ['a rule named like one of the base pack', edited('- id: R2', '- id: Base-x'), '56:5 not-allowed /rules/1/id'],
    [
      'a base rule there is not',
      edited('replace: [base-generated]', 'replace: [base-colour]'),
      '7:11 unknown-base-rule /replace/0',
    ],
    [
      'a base rule replaced twice',
      edited('[base-generated]', '[base-generated, base-generated]'),
      '7:27 duplicate /replace/1',
    ],
    [
      'a source there is not',
      edited('{doc: book, section: two', '{doc: film, section: two'),
      '58:14 unknown-source /rules/1/source/doc',
    ],
    [
      'a source that stands twice',
      edited('replace:', '  - {id: book, title: t, publisher: p, published: "2026-01", read: "2026-01"}\nreplace:'),
      '7:6 duplicate /sources/1/id',
    ],
    ['a list for each that is none', edited('each: person', 'each: people'), '61:5 unknown-list /rules/1/each'],
    [
      'a hint that forbids',
      edited('each: person', 'hint: true\n    each: person'),
      '59:5 not-allowed /rules/1/outcome',
    ],
    [
      'a placeholder that is no fact',
      edited('"{root} is {asset.genai}"', '"{root} is {asset.colour}"'),
      '54:5 unknown-placeholder /rules/0/message',
    ],
    [
      'a placeholder of a list outside of it',
      edited('"{root} is {asset.genai}"', '"{person.seen}"'),
      '54:5 unknown-placeholder /rules/0/message',
    ],
    [
      'a placeholder of a use',
      edited('"{root} is {asset.genai}"', '"{use.class}"'),
      '54:5 unknown-placeholder /rules/0/message',
    ],
    [
      'a kind nobody defined',
      edited(R1_CLEARS, '[[{approval: oral}]]'),
      '55:49 unknown-approval /rules/0/clears/anyOf/0/0/approval',
    ],
    [
      'a ruling on an approval',
      edited(R1_CLEARS, '[[{approval: legal}], [{ruling: true}]]'),
      '55:69 cannot-clear /rules/0/clears/anyOf/1/0',
    ],
    [
      'a ruling as an approval',
      edited(R1_CLEARS, '[[{approval: ruling}]]'),
      '55:48 cannot-clear /rules/0/clears/anyOf/0/0',
    ],
    [
      'an approval rule without approval',
      edited(R1_CLEARS, '[[{replace: true}]]'),
      '55:39 cannot-clear /rules/0/clears/anyOf',
    ],
    [
      'an alternative that holds another',
      edited(R1_CLEARS, '[[{approval: legal}, {lineage: true}], [{approval: legal}]]'),
      '55:47 unreachable /rules/0/clears/anyOf/0',
    ],
    [
      'an alternative that stands twice',
      edited(R1_CLEARS, '[[{approval: legal}], [{approval: legal}]]'),
      '55:68 unreachable /rules/0/clears/anyOf/1',
    ],
    [
      'a step that stands twice',
      edited(R1_CLEARS, '[[{approval: legal}, {approval: legal}]]'),
      '55:47 duplicate /rules/0/clears/anyOf/0',
    ],
    [
      'a fact to declare that is none',
      edited(R1_CLEARS, '[[{approval: legal}, {fact: asset.colour}]]'),
      '55:68 unknown-fact /rules/0/clears/anyOf/0/1/fact',
    ],
    [
      'unknown as what clears',
      edited(R1_CLEARS, '[[{approval: legal}, {fact: asset.genai, equals: unknown}]]'),
      '55:67 cannot-clear /rules/0/clears/anyOf/0/1',
    ],
    [
      'a value outside the model as what clears',
      edited(R1_CLEARS, '[[{approval: legal}, {fact: asset.genai, in: [little]}]]'),
      '55:92 outside-model /rules/0/clears/anyOf/0/1/in/0',
    ],
    ['a kind defined twice', edited('facts:', '  - {kind: legal, by: x}\nfacts:'), '13:6 duplicate /approvals/1/kind'],
    [
      'a kind that is fixed',
      edited('{kind: legal, by: counsel', '{kind: ruling, by: counsel'),
      '12:6 not-allowed /approvals/0/kind',
    ],
    [
      'genai with values of its own',
      edited('genai: {values: [none, assistive, partial, full]}', 'genai: {values: [none, partial, full, assistive]}'),
      '16:7 model /facts/asset/fields/genai',
    ],
    [
      'a code that says what there is not',
      edited('composite: unknown', 'composite: maybe'),
      '47:76 outside-model /vocabularies/digitalSourceType/composite',
    ],
    [
      'unknown among the values',
      edited('[us, them]', '[us, unknown]'),
      '22:28 model /facts/asset/fields/owner/values/1',
    ],
    [
      'a value that stands twice',
      edited('[us, them]', '[us, us]'),
      '22:28 duplicate /facts/asset/fields/owner/values/1',
    ],
    ['a list without its key', edited('list: who', 'list: name'), '35:5 model /facts/person/list'],
    ['a list that is looked up', edited('list: who', 'list: who\n    from: tool'), '36:5 model /facts/person/from'],
    ['a consent that nobody cites', edited('    citedBy: person.consent\n', ''), '40:3 model /facts/consent'],
    [
      'a citing field that is none',
      edited('citedBy: person.consent', 'citedBy: person.seen'),
      '42:5 model /facts/consent/citedBy',
    ],
    [
      'a cited list',
      edited('citedBy: person.consent', 'citedBy: person.consent\n    list: state'),
      '43:5 model /facts/consent/list',
    ],
    ['a group that the ledger answers', edited('  vendor:\n', '  step:\n'), '30:3 model /facts/step'],
    ['a list of uses', edited('  use:\n', '  use:\n    list: prominence\n'), '23:3 model /facts/use'],
    [
      'a use that every delivery has',
      edited('prominence: {values', 'class: {values'),
      '25:7 model /facts/use/fields/class',
    ],
    [
      'a use in numbers',
      edited('prominence: {values: [none, incidental, key]}', 'prominence: {type: number}'),
      '25:20 model /facts/use/fields/prominence/type',
    ],
    [
      'a use that needs evidence',
      edited('[none, incidental, key]', '[none, incidental, key], favourableNeeds: {evidence: true}'),
      '25:7 model /facts/use/fields/prominence',
    ],
    [
      'a need of a field without values',
      edited('{type: number}', '{type: number, favourableNeeds: {evidence: true}}'),
      '18:28 model /facts/asset/fields/size/favourableNeeds',
    ],
    [
      'a need for a value that is none',
      edited('{basis: [tracker]', '{values: [ours], basis: [tracker]'),
      '22:62 outside-model /facts/asset/fields/owner/favourableNeeds/values/0',
    ],
    [
      'an implied value that is none',
      edited('{final: deliverable}', '{final: ready}'),
      '17:93 outside-model /facts/asset/fields/stage/impliedBy/class/final',
    ],
    [
      'an implied number',
      edited('{type: number}', '{type: number, impliedBy: {class: {final: a}}}'),
      '18:28 model /facts/asset/fields/size/impliedBy',
    ],
  ])('%s', (_, text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it('an approval of a denial clears nothing', () => {
    const text = edited(
      'travels: rights',
      'travels: rights\n    clears: {message: m, anyOf: [[{approval: legal}], [{consent: true}]]}',
    );
    expect(faultsOf(text)).toEqual(['64:35 cannot-clear /rules/1/clears/anyOf/0/0']);
  });

  it('says which facts there are inside a list, and where to ask for them', () => {
    expect(messagesOf(when('{fact: person.seen, equals: "yes"}'))).toEqual([
      '"person.seen" is a fact of each person: ask inside "each: person", "some: person", "every" or "none"',
    ]);
  });
});
