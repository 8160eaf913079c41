/** Forms of names in the tests of packs. */
export const TEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
/** `group.field`, or the name of a list. */
export const FACT = /^[a-z][A-Za-z0-9]{0,60}(\.[a-z][A-Za-z0-9]{0,60})?$/;
/** `rule` or `rule/element`. */
export const FINDING = /^[A-Za-z][A-Za-z0-9._*-]{0,62}(\/.{1,200})?$/;
/** `id` or `id:mode` of a tool; an id of a vendor or a consent. */
export const ENTRY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}(:.{1,100})?$/;
export const INPUT = /^[A-Za-z0-9._:/-]{1,200}$/;

/** The rule that a finding is of. */
export function ruleIn(finding: string): string {
  return finding.split('/', 1)[0]!;
}
