import type { Recorded } from '@clearance/domain';
import { eventView, type EventView } from '@clearance/projections';

/** `<category>-<event>`, what `types` and the messages of /v1/live name an event by. */
export function eventName({ stream, type }: Recorded): string {
  return `${stream.slice(0, stream.indexOf('-'))}-${type}`;
}

/** An event for its followers. The hash of a token's secret is nobody's business. */
export function eventData(event: Recorded): EventView {
  const view = eventView(event);
  if (event.type !== 'token-issued') return view;
  const { hash: _hash, ...data } = event.data as { hash?: string };
  return { ...view, data };
}
