/** The layer rules of docs/concepts.md, enforced in `npm run lint`. */
const PURE = '^libs/(canonical|domain|policy|manifests|transparency)/';
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'canonical-imports-no-lib',
      severity: 'error',
      from: { path: '^libs/canonical/' },
      to: { path: '^(libs/(?!canonical/)|src/)' },
    },
    {
      name: 'domain-imports-only-canonical',
      severity: 'error',
      from: { path: '^libs/domain/' },
      to: { path: '^(libs/(?!domain/|canonical/)|src/)' },
    },
    {
      name: 'policy-manifests-transparency-import-domain-and-canonical',
      severity: 'error',
      from: { path: '^libs/(policy|manifests|transparency)/' },
      to: { path: '^(libs/(?!$1/|domain/|canonical/)|src/)' },
    },
    {
      name: 'event-store-imports-no-other-lib',
      severity: 'error',
      from: { path: '^libs/event-store/' },
      to: { path: '^(libs/(?!event-store/|canonical/)|src/)' },
    },
    {
      name: 'projections-import-domain-policy-event-store',
      severity: 'error',
      from: { path: '^libs/projections/' },
      to: { path: '^(libs/(?!projections/|domain/|policy/|event-store/|canonical/|manifests/)|src/)' },
    },
    { name: 'libs-never-import-src', severity: 'error', from: { path: '^libs/' }, to: { path: '^src/' } },
    {
      name: 'libs-only-through-their-index',
      severity: 'error',
      from: { path: '^(src|libs/([^/]+))/' },
      to: { path: '^libs/([^/]+)/src/(?!(testing/)?index\\.ts$)', pathNot: '^libs/$2/' },
    },
    {
      name: 'pure-libs-do-no-io',
      severity: 'error',
      from: { path: PURE, pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^(node:)?(fs|fs/promises|net|http|https|child_process|worker_threads|timers|timers/promises|os|process)$',
      },
    },
    {
      name: 'pure-libs-know-no-framework',
      severity: 'error',
      from: { path: PURE },
      to: { path: 'node_modules/(@nestjs|rxjs|fastify|better-sqlite3)' },
    },
    {
      name: 'sqlite-only-in-its-two-rooms',
      severity: 'error',
      from: { path: '^(src|libs)/', pathNot: '^libs/(event-store/src/sqlite|projections)/' },
      to: { path: 'node_modules/better-sqlite3' },
    },
    {
      name: 'kurrentdb-client-only-in-its-room',
      severity: 'error',
      from: { path: '^(src|libs)/', pathNot: '^libs/event-store/src/kurrentdb/' },
      to: { path: 'node_modules/(@eventstore|@kurrent)' },
    },
    {
      name: 'cli-talks-http-only',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: '^src/cli/(commands/(serve|rebuild|store|replica|policy-offline)|demo/)' },
      to: { path: '^(src/(?!cli/)|libs/(event-store|projections|policy)/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|\\.spec\\.ts$)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
