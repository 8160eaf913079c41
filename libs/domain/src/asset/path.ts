/** A lineage path as it is recorded: asset ids, item first, and the kinds of the edges between them (one fewer). */
export interface LineagePath {
  readonly path: readonly string[];
  readonly edges: readonly string[];
}

/** Longer paths keep both ends; "…" (no asset id and no edge kind) stands for what lies between. */
export const MAX_PATH = 1_000;
const GAP = '…';

export function boundedPath({ path, edges }: LineagePath): LineagePath {
  if (path.length <= MAX_PATH) return { path, edges };
  const end = MAX_PATH / 2;
  return {
    path: [...path.slice(0, end), GAP, ...path.slice(-end)],
    edges: [...edges.slice(0, end - 1), GAP, GAP, ...edges.slice(-(end - 1))],
  };
}
