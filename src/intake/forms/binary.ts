import type { FieldFault, Problem } from '../../ledger/ports.js';
import { invalid } from '../intake.service.js';

const PREFIX = 'ce-';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether a request carries a CloudEvent in its headers. */
export function isBinaryForm(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.startsWith(PREFIX));
}

/**
 * A CloudEvent whose attributes came as `ce-` headers, in the structured form. `distinct`: every header with all the
 * values it was sent with; values are percent-encoded UTF-8 (CloudEvents HTTP binding 3.1.3).
 * @throws Problem invalid-event naming the header
 */
export function eventOfHeaders(
  distinct: Readonly<Record<string, readonly string[] | undefined>>,
  data: unknown,
): Record<string, unknown> {
  const event: Record<string, unknown> = { data };
  const faults: FieldFault[] = [];
  for (const [name, values = []] of Object.entries(distinct)) {
    if (!name.startsWith(PREFIX)) continue;
    const fault = (message: string, code: string) => faults.push({ parameter: name, in: 'header', message, code });
    if (values.length !== 1) fault('is given more than once', 'repeated');
    else if (name === 'ce-data' || name === 'ce-datacontenttype')
      fault('is no attribute of the binary form', 'attribute-name');
    else {
      const text = decoded(values[0]!);
      if (text === null) fault('is not percent-encoded UTF-8', 'percent-encoding');
      else event[name.slice(PREFIX.length)] = text;
    }
  }
  if (faults.length > 0) throw invalid(faults);
  return event;
}

/** The same problem with its attributes found in the headers they came in; `data` is the body itself. */
export function locatedInHeaders(problem: Problem): readonly FieldFault[] {
  return problem.errors.map((fault) => {
    if (!('pointer' in fault)) return fault;
    const { pointer, ...rest } = fault;
    if (pointer === '/data' || pointer.startsWith('/data/')) return { pointer: pointer.slice('/data'.length), ...rest };
    return { parameter: `${PREFIX}${pointer.slice(1)}`, in: 'header', ...rest };
  });
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value.replaceAll(/%(?![0-9a-fA-F]{2})/g, '%25'));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
