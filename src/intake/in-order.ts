/** How much may be under way at once: so many items, and so many bytes of them (at least one item). */
export interface Width {
  readonly items: number;
  readonly bytes: number;
}

/**
 * Works on as many items at once as `width` allows and gives the results in the order of the items. The next item is
 * asked for only when there is room, so a slow reader of the results slows down whoever sends the items. `work` must not
 * reject.
 */
export async function* inOrder<T extends { readonly bytes: number }, R>(
  items: AsyncIterable<T> | Iterable<T>,
  width: Width,
  work: (item: T, index: number) => Promise<R>,
): AsyncGenerator<R> {
  let underWay: { readonly result: Promise<R>; readonly bytes: number }[] = [];
  let done = 0;
  let bytes = 0;
  let index = 0;
  for await (const item of items) {
    underWay.push({ result: work(item, index), bytes: item.bytes });
    index += 1;
    bytes += item.bytes;
    while (underWay.length - done >= width.items || (bytes > width.bytes && underWay.length > done)) {
      const first = underWay[done]!;
      done += 1;
      bytes -= first.bytes;
      yield await first.result;
    }
    if (done > width.items) {
      underWay = underWay.slice(done);
      done = 0;
    }
  }
  for (const { result } of underWay.slice(done)) yield await result;
}
