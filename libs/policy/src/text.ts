/** Longest value that a message repeats; what people write may be 8 KiB, and a message stands in many places. */
const LONGEST = 240;

/** Puts values in the place of `{name}`. A name without a value stays as it is; a value is never searched for names. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (name, key: string) =>
    Object.hasOwn(values, key) ? shorten(values[key] ?? '') : name,
  );
}

function shorten(value: string): string {
  const characters = value.length <= LONGEST ? [] : [...value];
  return characters.length <= LONGEST ? value : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
