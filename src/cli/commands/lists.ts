import { EXIT, type ExitCode } from '../exit/exit-codes.js';
import type { Query } from '../http/client.js';
import { allItems, readPage } from '../http/paging.js';
import type { Json } from '../http/read.js';
import type { Column } from '../render/table.js';
import type { Context } from '../session/context.js';

/** Shows a list: one page as a table or as the document; with --ndjson every page, an item a line. */
export async function showList(
  context: Context,
  path: string,
  query: Query,
  columns: readonly Column<Json>[],
): Promise<ExitCode> {
  const client = await context.client();
  if (context.settings.ndjson) {
    for await (const item of allItems(client, path, query)) context.line(item);
    return EXIT.go;
  }
  const { body } = await client.call('GET', path, { query });
  const page = readPage(body);
  context.document(body);
  context.table(columns, page.items);
  if (page.items.length === 0 && context.human && context.io.stdoutIsTerminal) context.note('nothing found');
  if (page.next !== null && context.human) context.note('there is more; --ndjson lists all of it');
  return EXIT.go;
}
