export interface Cluster {
  readonly url: string;
  readonly nodes: readonly {
    readonly port: number;
    readonly pid: number;
    /** The code or the signal with which the node's process ended; null while it runs. */
    readonly ended: number | string | null;
    kill(signal: NodeJS.Signals): void;
    restart(): Promise<void>;
    /** Resolves once the node leads or follows. */
    ready(): Promise<void>;
  }[];
  /** Index of the node that leads; -1 where none does. */
  leader(): Promise<number>;
  /** Ends all nodes and removes what they stored. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Where each node keeps its database, by index. Otherwise in a folder that is removed at the end. */
  readonly databases?: readonly string[];
  /** Further flags of every node. */
  readonly flags?: readonly string[];
}

/** Starts one node or three on loopback and resolves once they are ready. */
export function startCluster(executable: string, nodes: number, options?: ClusterOptions): Promise<Cluster>;
