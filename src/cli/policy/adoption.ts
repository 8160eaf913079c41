import { usageError } from '../exit/index.js';
import { isRecord, records, text } from '../http/read.js';
import { pairValue } from '../session/index.js';

export interface PackName {
  readonly id: string;
  readonly version: string;
}
export interface NamedPack extends PackName {
  readonly switches?: Readonly<Record<string, unknown>>;
}

/** `ID@VERSION`. @throws CliError 64 */
export function readPackName(value: string): PackName {
  const at = value.lastIndexOf('@');
  if (at < 1 || at === value.length - 1)
    throw usageError(`"${value}" is no version of a pack`, 'Write ID@VERSION, such as netflix-genai@2025.11.');
  return { id: value.slice(0, at), version: value.slice(at + 1) };
}

/** `NAME=on|off` of the one pack named, or `PACK.NAME=on|off`. @returns switches by pack id */
export function readSwitches(
  values: readonly string[],
  named: readonly PackName[],
): Map<string, Record<string, boolean>> {
  const switches = new Map<string, Record<string, boolean>>();
  for (const value of values) {
    const [name, setting] = pairValue('--switch', value);
    if (setting !== 'on' && setting !== 'off')
      throw usageError(`--switch ${name} must be on or off, but is "${setting}"`);
    const dot = name.indexOf('.');
    const only = named.length === 1 ? named[0]?.id : undefined;
    const pack = dot < 0 ? only : name.slice(0, dot);
    if (pack === undefined || !named.some(({ id }) => id === pack))
      throw usageError(`--switch ${name} belongs to no pack that is named`, 'Write PACK.NAME=on or PACK.NAME=off.');
    switches.set(pack, { ...switches.get(pack), [dot < 0 ? name : name.slice(dot + 1)]: setting === 'on' });
  }
  return switches;
}

/**
 * The packs named, and of `kept` those of other ids. The same version of a pack keeps the switches it is in force with; another
 * version may have others, and begins with its own.
 */
export function packsToAdopt(
  named: readonly PackName[],
  switches: ReadonlyMap<string, Readonly<Record<string, boolean>>>,
  kept: unknown,
  inForce: unknown,
): NamedPack[] {
  const others = records(kept).map((pack): NamedPack => ({
    id: text(pack['id']),
    version: text(pack['version']),
    switches: settingsOf(pack),
  }));
  const wanted = named.map(({ id, version }): NamedPack => {
    const before = records(inForce).find((pack) => pack['id'] === id && pack['version'] === version);
    const all = { ...(before === undefined ? {} : settingsOf(before)), ...switches.get(id) };
    return Object.keys(all).length === 0 ? { id, version } : { id, version, switches: all };
  });
  return [...others.filter(({ id }) => !named.some((pack) => pack.id === id)), ...wanted];
}

function settingsOf(pack: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isRecord(pack['switches']) ? pack['switches'] : {};
}
