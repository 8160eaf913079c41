/**
 * Works on up to `width` items at once and gives the results in the order of the items. The next item is asked for only
 * when there is room, so a slow reader of the results slows down whoever sends the items. `work` must not reject.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  width: number,
  work: (item: T, index: number) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  let index = 0;
  for await (const item of items) {
    underWay.push(work(item, index));
    index += 1;
    if (underWay.length >= width) yield await underWay.shift()!;
  }
  for (const result of underWay) yield await result;
}
