#!/usr/bin/env -S node --max-semi-space-size=16
// Plain JavaScript that every Node can parse: it only decides whether the real program may start. The flag above bounds what young
// objects take (docs/adr/0053): it cannot be given later. Without it everything works, with longer pauses and more memory.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `clearance needs Node 22.12 or newer, but this is Node ${process.versions.node}. ` +
      'Run it through npm (npm start, npx clearance), which uses the Node 24 that npm ci installs.\n',
  );
  process.exit(70);
}
await import('../dist/src/cli/main.js');
