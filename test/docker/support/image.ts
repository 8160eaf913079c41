import { cpSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { repositoryRoot } from '../../harness/index.js';
import { copiesOf, type Copy, type Stage } from './dockerfile.js';
import { contextOf } from './ignored.js';

/**
 * Puts what the last stage copies into a folder, as the engine would: from the build context only what .dockerignore leaves,
 * from the stage `build` what `npm run build` has built, from the stage `modules` what npm installs there by the lock file.
 */
export function layOut(image: Stage, folder: string): void {
  const inContext = contextOf();
  for (const copy of copiesOf(image)) {
    for (const source of copy.sources) {
      if (copy.from === null) copyContext(source, copy.target, folder, inContext);
      else if (copy.from === 'build') built(source, copy, folder);
      else if (copy.from === 'modules') installed(source, copy, folder);
      else throw new Error(`the image copies from an unknown stage ${copy.from}`);
    }
  }
}

/** Packages that `npm ci --omit=dev --omit=optional` leaves, by their place in node_modules. */
export function runtimePackages(): readonly string[] {
  const lock = JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<
      Record<string, Readonly<Record<'dev' | 'optional' | 'devOptional', boolean | undefined>>>
    >;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev, optional, devOptional }]) => path !== '' && !dev && !optional && !devOptional)
    .map(([path]) => path);
}

function copyContext(source: string, target: string, folder: string, inContext: (path: string) => boolean): void {
  const from = join(repositoryRoot, source);
  if (statSync(from).isDirectory()) {
    const filter = (path: string) => statSync(path).isDirectory() || inContext(relative(repositoryRoot, path));
    cpSync(from, join(folder, target), { recursive: true, filter });
    return;
  }
  if (!inContext(source)) throw new Error(`.dockerignore leaves nothing of ${source}`);
  // Into the target where that ends in a slash.
  const place = target.endsWith('/') ? join(folder, target, basename(source)) : join(folder, target);
  mkdirSync(dirname(place), { recursive: true });
  cpSync(from, place);
}

function built(source: string, { target }: Copy, folder: string): void {
  cpSync(join(repositoryRoot, source.replace(/^\/build\//, '')), join(folder, target), { recursive: true });
}

/** Links, since these are thousands of files: Node has to be told to stay on this side of them (--preserve-symlinks). */
function installed(source: string, { target }: Copy, folder: string): void {
  if (source !== '/build/node_modules') throw new Error(`the image copies ${source}`);
  for (const path of runtimePackages()) {
    // A package within a package comes with it.
    if (path.lastIndexOf('node_modules/') > 0) continue;
    const place = join(folder, target, path.slice('node_modules'.length));
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(repositoryRoot, path), place, 'junction');
  }
}
