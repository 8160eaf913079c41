/**
 * Maps with at most `width` calls under way, and gives the results in the order of the input. Reading ahead is bounded by
 * the width, so the input may be endless.
 */
export async function* mapOrdered<In, Out>(
  input: AsyncIterable<In> | Iterable<In>,
  width: number,
  map: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const underWay: Promise<Out>[] = [];
  for await (const item of input) {
    const result = map(item);
    // Whoever takes it sees the failure; until its turn comes it must not count as unhandled.
    result.catch(() => undefined);
    underWay.push(result);
    if (underWay.length >= width) yield await (underWay.shift() as Promise<Out>);
  }
  for (const result of underWay) yield await result;
}
