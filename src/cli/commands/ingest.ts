import { ASSET_KINDS, EDGE_KINDS } from '@clearance/domain';
import type { Command } from 'commander';
import { ingest, type IngestOptions } from '../ingest/run.js';
import { collect, type Session } from '../session/index.js';

export function registerIngest(program: Command, session: Session): void {
  const command = session
    .command(
      program,
      'ingest [paths...]',
      'Register files: hash them, look for signs of their origin, say what they were made from.',
    )
    .option('--manifest <file>', 'an ASC MHL or a checksum list instead of PATHs (repeat)', collect)
    .option(
      '--root <dir>',
      'with --manifest: where its files lie, to be hashed and compared; else: what paths are relative to',
    )
    .option(
      '--id <rule>',
      'sha256 (the default), path, name, a template of {name} {stem} {ext} {dir} {path} {sha256}, or one id for one file',
    )
    .option('--kind <kind>', ASSET_KINDS.join(', '))
    .option('--sequences', 'frames that differ in their number only become one image sequence')
    .option('--source-type <code>', 'IPTC digital source type, e.g. digitalCapture')
    .option(
      '--basis <basis>',
      'what facts rest on: camera-report, vendor-warranty, artist-statement, library-licence, tracker',
    )
    .option('--generated-by <tool@version>', 'the tool that made it')
    .option('--mode <mode>', 'the mode of that tool')
    .option('--model <model>', 'the model that it used')
    .option('--input <asset=kind>', `made from ASSET[@PRODUCTION] (${EDGE_KINDS.join(', ')}; repeat)`, collect)
    .option('--inputs-complete', 'there are no other inputs than those named')
    .option('--temporary <reason>', 'mark it temporary')
    .option('--made-under <usage>', 'the usage it was made under')
    .option('--label <key=value>', 'a label (repeat)', collect)
    .option('--fact <key=value>', 'a fact; a value that starts with [ or { is JSON (repeat)', collect)
    .option('--vendor <vendor>', 'who made it')
    .option('--person <subject>', 'the person a service speaks for')
    .option('--no-detect', 'do not look into files for signs of their origin')
    .option('--jobs <n>', 'so many files at once')
    .option('--resume <file>', 'remember digests of files that do not change, for the next run')
    .option('--spool <dir>', 'keep events there while the ledger is away (then 3)')
    .option('--print', 'print the events and send nothing')
    .addHelpText('after', HELP);
  session.on<IngestOptions>(command, 'command', (context, options, paths) =>
    ingest(context, options, Array.isArray(paths) ? paths : []),
  );
}

const HELP = `
Folders are walked without dot files and ascmhl folders; symbolic links are not followed, and reported as failed.
A file named by itself is taken whatever its name. Running the same command again is harmless.
Exit: 0 all accepted or recorded before, 2 any refused or different from its manifest, 3 any that must be tried again.`;
