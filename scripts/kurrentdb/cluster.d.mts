export interface Cluster {
  readonly url: string;
  readonly nodes: readonly {
    readonly port: number;
    readonly pid: number;
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

/** Starts one node or three on loopback and resolves once they are ready. */
export function startCluster(executable: string, nodes: number): Promise<Cluster>;
