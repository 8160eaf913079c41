import type { ReadModelDatabase } from '../database.js';

/** Characters that are looked up together (the trigram tokenizer of FTS5); of shorter texts nothing is looked up. */
const GRAM = 3;
/** Of a long text so many places are looked up: what has them nearly always has the rest. */
const MOST_GRAMS = 24;

/** The text as a pattern of LIKE with `\` as its escape: anywhere, in any case (of a to z). */
export function likePattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

/**
 * Contents of which a claim may be called by a text that holds `part`, in no order: all that are, and some that only have
 * the same letters.
 * @param most names and aliases, of the whole ledger, that are looked at
 * @returns null where `part` is too short to be looked up, or there are more
 */
export function contentsPerhapsCalled(
  db: ReadModelDatabase,
  production: string,
  part: string,
  most: number,
): readonly number[] | null {
  const grams = gramsOf(part);
  if (grams.length === 0) return null;
  const match = grams.map((gram) => `"${gram.replaceAll('"', '""')}"`).join(' AND ');
  const places = db
    .q<[string, number], number>('SELECT rowid FROM called WHERE called MATCH ? LIMIT ?')
    .pluck()
    .all(match, most + 1);
  if (places.length > most) return null;
  const of = (odd: number) =>
    JSON.stringify(places.filter((place) => place % 2 === odd).map((place) => (place - odd) / 2));
  return db
    .q<[string, string, string, string], number>(
      `SELECT a.cid FROM json_each(?) j CROSS JOIN asset a ON a.sid = j.value WHERE a.production = ?
       UNION
       SELECT a.cid FROM json_each(?) j CROSS JOIN alias l ON l.aid = j.value CROSS JOIN asset a ON a.sid = l.sid
       WHERE a.production = ?`,
    )
    .pluck()
    .all(of(0), production, of(1), production);
}

/** As many of the text's runs of three characters as are asked for, from its beginning to its end. */
function gramsOf(text: string): string[] {
  // By code points, as the tokenizer has them.
  const characters = Array.from(text);
  const starts = characters.length - GRAM + 1;
  if (starts < 1) return [];
  const step = Math.max(1, starts / MOST_GRAMS);
  const grams = new Set<string>();
  for (let at = 0; at < starts; at += step) grams.add(characters.slice(Math.floor(at), Math.floor(at) + GRAM).join(''));
  grams.add(characters.slice(starts - 1).join(''));
  return [...grams];
}
