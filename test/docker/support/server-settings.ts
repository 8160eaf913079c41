/**
 * The settings of the server that the compose files use, each as the member of `ClusterVNodeOptions` that it sets. Read in
 * the server's source: `src/KurrentDB.Core/Configuration/ClusterVNodeOptions.cs` at v26.0.3 and
 * `src/EventStore.Core/Configuration/ClusterVNodeOptions.cs` at v24.10.4 have all of them. In the environment a name is
 * written in capitals, with underscores, after the prefix (`KurrentConfigurationKeys.cs`).
 */
export const SERVER_SETTINGS = [
  'ClusterSize',
  'DiscoverViaDns',
  'GossipSeed',
  'NodeHostAdvertiseAs',
  'ReplicationHostAdvertiseAs',
  'CertificateFile',
  'CertificatePrivateKeyFile',
  'TrustedRootCertificatesPath',
  'DisableLogFile',
  // These are taken from the environment only.
  'DefaultAdminPassword',
  'DefaultOpsPassword',
  'TelemetryOptout',
] as const;

/** Settings that the server takes from the environment alone, and does not list as flags. */
export const ENVIRONMENT_ONLY = ['DefaultAdminPassword', 'DefaultOpsPassword', 'TelemetryOptout'];

/** What the image of the server has: its port, its folder of data, and its user (Dockerfile at v26.0.3). */
export const SERVER_IMAGE = { port: 2113, data: '/var/lib/kurrentdb', user: 1001 } as const;

export const PREFIX = 'KURRENTDB_';

export const variableOf = (setting: string): string =>
  PREFIX + setting.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

export const flagOf = (setting: string): string => `--${setting.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`;
