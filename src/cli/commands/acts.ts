import { EXIT, worst, type ExitCode } from '../exit/exit-codes.js';
import { CliError } from '../exit/errors.js';
import { record, text } from '../http/read.js';
import { resolveAssets, type AssetAddress, type AssetOptions } from '../assets/resolve.js';
import { printable } from '../render/printable.js';
import type { Context } from '../session/context.js';
import type { Operand } from '../session/session.js';

/**
 * Does one thing to several assets, one after the other. A refusal of one does not keep the others from being done. With one
 * asset its answer is the document of --json, with several `{items: […]}`, refusals as `{problem}` in their place.
 */
export async function actOnEach(
  context: Context,
  operands: Operand,
  options: AssetOptions,
  act: (address: AssetAddress) => Promise<unknown>,
  words: (address: AssetAddress, body: unknown) => string,
): Promise<ExitCode> {
  const addresses = await resolveAssets(context, Array.isArray(operands) ? operands : [], options);
  if (addresses.length === 1 && addresses[0] !== undefined) {
    const [address] = addresses;
    const body = await act(address);
    context.answer(body, () => printable(words(address, body)));
    return EXIT.go;
  }
  const codes: ExitCode[] = [];
  const items: unknown[] = [];
  for (const address of addresses) {
    try {
      const body = await act(address);
      codes.push(EXIT.go);
      items.push(body);
      context.line(body);
      context.say(printable(words(address, body)));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      codes.push(error.exit);
      const refused = { asset: address.asset, problem: error.problem };
      items.push(refused);
      context.line(refused);
      context.io.err(`${printable(`clearance: ${address.named}: ${error.message}`)}\n`);
    }
  }
  context.document({ items });
  return worst(codes);
}

/** Posts a command and shows its answer. */
export async function post(
  context: Context,
  path: string,
  json: unknown,
  words: (body: unknown) => string,
): Promise<ExitCode> {
  const client = await context.client();
  const { body } = await client.call('POST', path, { json });
  context.answer(body, () => printable(words(body)));
  return EXIT.go;
}

/** `id` of an answer, or what stands in for it. */
export function idIn(body: unknown, otherwise: string): string {
  return text(record(body)['id']) || otherwise;
}
