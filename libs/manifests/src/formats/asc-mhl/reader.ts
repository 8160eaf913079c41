import { peekRoot } from '../../text/xml-root.js';
import { readXml } from '../../text/xml.js';
import type { ManifestReader } from '../reader.js';
import { readChain } from './chain.js';
import { readHashList } from './hash-list.js';

/**
 * ASC Media Hash List 2.0 (schemas `urn:ASC:MHL:v2.0` and `urn:ASC:MHL:DIRECTORY:v2.0`): the generation files `*.mhl`
 * and the chain file `ascmhl_chain.xml` that lists them.
 */
export const ascMhlReader: ManifestReader = {
  format: 'asc-mhl',
  name: 'asc-mhl',
  version: 1,

  recognises(head) {
    const root = peekRoot(head.text);
    if (root === null) return false;
    // Classic MHL has the same root element, version 1.x.
    return (
      root.name === 'ascmhldirectory' ||
      (root.name === 'hashlist' && /urn:ASC:MHL|\sversion\s*=\s*["']2/.test(root.tag))
    );
  },

  read(source, limits, log) {
    const root = readXml(source.bytes, limits, log);
    if (root === null) return [];
    if (root.name === 'ascmhldirectory') return readChain(root, limits, log);
    if (root.name !== 'hashlist') {
      log.refuse('unreadable-manifest', `the root element is <${root.name}>, not <hashlist>`, { line: root.line });
      return [];
    }
    const version = root.attribute('version') ?? 'none';
    if (!/^2(\.|$)/.test(version)) {
      log.refuse('unsupported-format', `a hash list of version ${version}; version 2.0 is read`, { line: root.line });
      return [];
    }
    return readHashList(root, limits, log);
  },
};
