import fc from 'fast-check';

/** Texts that are nearly packs: pieces of a good one cut, doubled, exchanged and littered. */
export function brokenTexts(text: string): fc.Arbitrary<string> {
  const lines = text.split('\n');
  const litter = fc.constantFrom(
    '&a ',
    '*a',
    '!!x ',
    '[',
    ']',
    '{',
    '}',
    '- ',
    '? ',
    ': ',
    '"',
    "'",
    '|',
    '\t',
    '#',
    '\0',
    '\u2028',
    '%',
    '---\n',
    '😀',
    '  ',
  );
  const edit = fc.oneof(
    fc.record({
      kind: fc.constant('drop' as const),
      at: fc.nat(lines.length - 1),
      length: fc.integer({ min: 1, max: 6 }),
    }),
    fc.record({
      kind: fc.constant('double' as const),
      at: fc.nat(lines.length - 1),
      length: fc.integer({ min: 1, max: 6 }),
    }),
    fc.record({ kind: fc.constant('litter' as const), at: fc.nat(text.length), what: litter }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat(text.length), length: fc.integer({ min: 1, max: 40 }) }),
    fc.record({
      kind: fc.constant('word' as const),
      at: fc.nat(400),
      what: fc.constantFrom('unknown', '7', 'true', 'null', '[]', '{}', 'deny', 'not', '""'),
    }),
  );
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((before, change) => {
      switch (change.kind) {
        case 'drop':
          return before.split('\n').toSpliced(change.at, change.length).join('\n');
        case 'double': {
          const all = before.split('\n');
          return all.toSpliced(change.at, 0, ...all.slice(change.at, change.at + change.length)).join('\n');
        }
        case 'litter':
          return before.slice(0, change.at) + change.what + before.slice(change.at);
        case 'cut':
          return before.slice(0, change.at) + before.slice(change.at + change.length);
        case 'word': {
          const words = [...before.matchAll(/[\w.-]+/g)];
          const word = words[change.at % Math.max(1, words.length)];
          return word === undefined
            ? change.what
            : before.slice(0, word.index) + change.what + before.slice(word.index + word[0].length);
        }
      }
    }, text),
  );
}
