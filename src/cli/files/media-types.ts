import { extname } from 'node:path';
import type { AssetKind } from '@clearance/domain';

export interface MediaType {
  readonly mediaType: string;
  readonly kind: AssetKind;
}

/** What a file name's ending says about its content; null where it says nothing we know. */
export function mediaTypeOf(fileName: string): MediaType | null {
  const entry = BY_ENDING[extname(fileName).slice(1).toLowerCase()];
  return entry === undefined ? null : { mediaType: entry[0], kind: entry[1] };
}

/** Registered types where IANA has one, otherwise the `x-` form in common use. */
const BY_ENDING: Readonly<Record<string, readonly [string, AssetKind]>> = {
  exr: ['image/x-exr', 'image'],
  dpx: ['image/x-dpx', 'image'],
  tif: ['image/tiff', 'image'],
  tiff: ['image/tiff', 'image'],
  png: ['image/png', 'image'],
  jpg: ['image/jpeg', 'image'],
  jpeg: ['image/jpeg', 'image'],
  webp: ['image/webp', 'image'],
  avif: ['image/avif', 'image'],
  heic: ['image/heic', 'image'],
  jxl: ['image/jxl', 'image'],
  gif: ['image/gif', 'image'],
  psd: ['image/vnd.adobe.photoshop', 'image'],
  dng: ['image/x-adobe-dng', 'image'],
  ari: ['image/x-arriraw', 'image'],
  mov: ['video/quicktime', 'video'],
  mp4: ['video/mp4', 'video'],
  m4v: ['video/x-m4v', 'video'],
  mxf: ['application/mxf', 'video'],
  mkv: ['video/matroska', 'video'],
  webm: ['video/webm', 'video'],
  avi: ['video/vnd.avi', 'video'],
  r3d: ['video/x-redcode', 'video'],
  braw: ['video/x-braw', 'video'],
  wav: ['audio/vnd.wave', 'audio'],
  bwf: ['audio/vnd.wave', 'audio'],
  aif: ['audio/aiff', 'audio'],
  aiff: ['audio/aiff', 'audio'],
  mp3: ['audio/mpeg', 'audio'],
  flac: ['audio/flac', 'audio'],
  opus: ['audio/ogg', 'audio'],
  ogg: ['audio/ogg', 'audio'],
  m4a: ['audio/mp4', 'audio'],
  txt: ['text/plain', 'text'],
  md: ['text/markdown', 'text'],
  srt: ['application/x-subrip', 'text'],
  vtt: ['text/vtt', 'text'],
  ttml: ['application/ttml+xml', 'text'],
  fdx: ['application/xml', 'text'],
  pdf: ['application/pdf', 'text'],
  obj: ['model/obj', 'model-3d'],
  fbx: ['application/x-fbx', 'model-3d'],
  abc: ['application/x-alembic', 'model-3d'],
  usd: ['model/vnd.usd', 'model-3d'],
  usda: ['model/vnd.usda', 'model-3d'],
  usdz: ['model/vnd.usdz+zip', 'model-3d'],
  glb: ['model/gltf-binary', 'model-3d'],
  nk: ['application/x-nuke', 'project'],
  blend: ['application/x-blender', 'project'],
  ma: ['application/x-maya', 'project'],
  mb: ['application/x-maya', 'project'],
  aep: ['application/vnd.adobe.aftereffects.project', 'project'],
  drp: ['application/x-resolve', 'project'],
  otio: ['application/vnd.pixar.opentimelineio+json', 'project'],
  edl: ['text/x-cmx3600', 'project'],
  fcpxml: ['application/xml', 'project'],
  aaf: ['application/vnd.aaf', 'project'],
  xml: ['application/xml', 'other'],
  json: ['application/json', 'other'],
  zip: ['application/zip', 'other'],
};
