import type { Use } from '@clearance/domain';
import type { Tried } from '../history/play.js';
import { digestsOf, Reference } from '../reference/index.js';

const BARE: Use = { class: 'final', territories: ['*'], languages: ['*'], medium: '*' };

/** F3, F6: whether what somebody tried in quiet is to be taken: by no maker, on known bytes, of what is open. */
export function mayBeTaken({ attempt }: Tried, reference: Reference): boolean {
  const { what, production, asset, by, keys } = attempt;
  const content = reference.content(production, asset)!;
  const isMaker = (of: string) => reference.content(production, of)?.makers.has(by.toLowerCase()) === true;
  if (isMaker(asset)) return false;
  if (what === 'accept') return true;
  const bytes = content.claims.flatMap((claim) => digestsOf(content.entries.filter(({ name }) => name === claim)));
  if (!bytes.some((value) => value.startsWith('sha256:'))) return false;
  if (what === 'lift') return true;
  if (keys.length === 0 || keys.some(({ root }) => isMaker(root))) return false;
  const { open } = reference.judge(content, BARE);
  const isOpen = (key: { rule: string; root: string }) =>
    open.some(({ rule, root }) => rule === key.rule && root === key.root);
  return keys.every((key) => isOpen(key) && (what === 'confirm' || key.rule === 'base-generated'));
}
