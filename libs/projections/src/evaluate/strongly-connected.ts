/** Tarjan's algorithm over the given nodes, iterative; a component comes after those it leads to. */
export function stronglyConnected(
  nodes: readonly number[],
  targetsOf: (node: number) => readonly number[],
): number[][] {
  const within = new Set(nodes);
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const components: number[][] = [];
  const enter = (node: number) => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    onStack.add(node);
    return { node, targets: targetsOf(node).filter((target) => within.has(target)), next: 0 };
  };
  for (const start of nodes) {
    if (index.has(start)) continue;
    const frames = [enter(start)];
    while (frames.length > 0) {
      const frame = frames.at(-1)!;
      const target = frame.targets[frame.next];
      frame.next += 1;
      if (target !== undefined) {
        if (!index.has(target)) frames.push(enter(target));
        else if (onStack.has(target)) low.set(frame.node, Math.min(low.get(frame.node)!, index.get(target)!));
        continue;
      }
      frames.pop();
      const parent = frames.at(-1);
      if (parent !== undefined) low.set(parent.node, Math.min(low.get(parent.node)!, low.get(frame.node)!));
      if (low.get(frame.node) !== index.get(frame.node)) continue;
      const component: number[] = [];
      for (let node = stack.pop()!; ; node = stack.pop()!) {
        onStack.delete(node);
        component.push(node);
        if (node === frame.node) break;
      }
      components.push(component);
    }
  }
  return components;
}
