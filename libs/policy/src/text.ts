/** Longest value that a message repeats; what people write may be 8 KiB, and a message stands in many places. */
const LONGEST = 240;

/** Puts values in the place of `{name}`. A name without a value stays as it is; a value is never searched for names. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (name, key: string) =>
    Object.hasOwn(values, key) ? shorten(values[key] ?? '') : name,
  );
}

/** As much of a value as a message repeats. */
export function shorten(value: string): string {
  if (value.length <= LONGEST) return value;
  // A pair of surrogates is one character: half of it would be none.
  return `${value.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
