// npm run test:image: makes the image's files with the commands of docker/Dockerfile, stage by stage, in folders of their
// own and without an engine, and starts them (test/docker/image.spec.ts). What the last stage runs as root is left out.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copiesOf, only, readDockerfile } from '../../test/docker/support/dockerfile.ts';
import { contextOf } from '../../test/docker/support/ignored.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'clearance-image-'));
try {
  const inContext = contextOf();
  const stages = readDockerfile('docker/Dockerfile');
  for (const stage of stages) {
    const home = join(folder, stage.name ?? 'image', only(stage, 'WORKDIR'));
    mkdirSync(home, { recursive: true });
    for (const { name, rest } of stage.instructions) {
      if (name === 'COPY') copy(copiesOf({ ...stage, instructions: [{ name, rest }] })[0], home, inContext);
      if (name === 'RUN' && stage.name !== null) run(rest, home);
    }
  }
  const image = join(folder, 'image', only(stages.at(-1), 'WORKDIR'));
  const { status } = spawnSync('vitest', ['run', '--project', 'e2e', 'test/docker/image.spec.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, IMAGE_TREE: image },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function copy({ from, sources, target }, home, inContext) {
  for (const source of sources) {
    const path = from === null ? join(root, source) : join(folder, from, source);
    const place = join(home, target);
    if (statSync(path).isDirectory()) {
      const filter = (file) => from !== null || statSync(file).isDirectory() || inContext(relative(root, file));
      cpSync(path, place, { recursive: true, filter, verbatimSymlinks: true });
    } else {
      const file = target.endsWith('/') ? join(place, basename(source)) : place;
      mkdirSync(dirname(file), { recursive: true });
      cpSync(path, file);
    }
  }
}

function run(command, home) {
  process.stdout.write(`${command}\n`);
  const { status } = spawnSync('sh', ['-c', command], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: clean(),
  });
  if (status !== 0) throw new Error(`"${command}" ended with ${status}`);
}

/** npm tells its scripts about itself and the package they belong to; an image knows nothing of that. */
function clean() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|INIT_CWD)/i.test(name)));
}
