import { refusedError } from '../exit/errors.js';
import { allItems } from '../http/paging.js';
import { checkPath, productionPath } from '../http/paths.js';
import { record, text } from '../http/read.js';
import type { Context } from '../session/context.js';

/** The delivery that a check is about: mostly one's last check, otherwise every delivery is asked for it. */
export async function deliveryOfCheck(context: Context, check: string): Promise<string> {
  const client = await context.client();
  const deliveries: string[] = [];
  for await (const delivery of allItems(client, `${productionPath(context.production)}/deliveries`)) {
    const id = text(delivery['id']);
    if (text(record(delivery['lastCheck'])['id']) === check) return id;
    deliveries.push(id);
  }
  for (const delivery of deliveries) {
    const answer = await client.ask('GET', checkPath(context.production, delivery, check), {
      query: { items: 'none' },
    });
    if (answer.status === 200) return delivery;
    if (answer.status !== 404) client.demandSuccess(answer);
  }
  throw refusedError(
    'not-found',
    `no delivery of ${context.production} has the check ${check}`,
    'Name its delivery with --delivery.',
  );
}
