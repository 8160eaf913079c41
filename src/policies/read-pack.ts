import { testPack, type PackFault, type TestedPack } from '@clearance/policy';
import { parseJson, RawBody, utf8Text } from '../http/index.js';
import { Problem } from '../ledger/ports.js';

const YAML = ['application/yaml', 'application/x-yaml', 'text/yaml'];
const JSON_TYPE = 'application/json';

/** A pack that can be published. */
export type ReadPack = Extract<TestedPack, { readonly ok: true }>;

/**
 * Reads a pack from a body of YAML or JSON, and runs the tests it carries.
 * @throws Problem invalid-pack with the place of every fault and of every expectation that failed
 */
export async function readPack(body: RawBody): Promise<ReadPack> {
  const { mediaType } = body;
  if (mediaType !== JSON_TYPE && !YAML.includes(mediaType)) {
    throw new Problem(
      'unsupported-media-type',
      mediaType === ''
        ? 'State the Content-Type of the pack: application/yaml or application/json.'
        : `This route takes application/yaml and application/json, not ${mediaType}.`,
    );
  }
  const text = utf8Text(await body.bytes());
  // What is no JSON at all is refused as on every other route; the rest is read as the YAML that JSON is.
  if (mediaType === JSON_TYPE) parseJson(text);
  const tested = testPack(text);
  if (!tested.ok) throw invalidPack(tested.faults);
  const failed = tested.results.flatMap(({ failures }) => failures);
  if (failed.length > 0) throw invalidPack(failed);
  return tested;
}

function invalidPack(faults: readonly PackFault[]): Problem {
  const { line, column, message } = faults[0]!;
  const others = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
  const errors = faults.map((fault) => ({ ...fault }));
  return new Problem('invalid-pack', `Line ${line}, column ${column}: ${message}${others}.`, {}, errors);
}
