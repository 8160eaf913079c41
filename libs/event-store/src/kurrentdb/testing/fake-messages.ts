import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { FakeEvent } from './fake-log.js';

/** What a read asks for. */
export interface FakeRead {
  readonly subscription: boolean;
  /** null: the whole log. */
  readonly stream: string | null;
  readonly from: number;
  /** Position in the whole log; null: an end. */
  readonly after: number | null;
  readonly backwards: boolean;
  readonly limit: number;
  readonly prefix: string;
}

export function toRead(request: ReadReq): FakeRead {
  const options = request.getOptions();
  if (options === undefined) throw new Error('a read without options');
  const stream = options.getStream();
  const position = options.getAll()?.getPosition();
  const filter = options.getFilter();
  if (filter !== undefined && filter.getCheckpointintervalmultiplier() < 1)
    throw new Error('Exception was thrown by handler.');
  return {
    subscription: options.hasSubscription(),
    stream:
      stream === undefined ? null : Buffer.from(stream.getStreamIdentifier()?.getStreamName_asU8() ?? '').toString(),
    from: Number(stream?.getRevision() ?? 0),
    after: position === undefined ? null : Number(position.getCommitPosition()),
    backwards: options.getReadDirection() === 1,
    limit: Number(options.getCount()),
    prefix: filter?.getStreamIdentifier()?.getPrefixList()[0] ?? '',
  };
}

export function toReadResponse(event: FakeEvent): ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(event.stream).toString('base64')))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded.getMetadataMap().set('type', event.type).set('content-type', event.contentType).set('created', '0');
  const read = new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position));
  return new streams.ReadResp().setEvent(read);
}

/** A link whose event is gone. */
export function unresolvable(): ReadResp {
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setNoPosition(new shared.Empty()));
}

export function checkpointAt(position: number): ReadResp {
  const checkpoint = new streams.ReadResp.Checkpoint()
    .setCommitPosition(String(position))
    .setPreparePosition(String(position));
  return new streams.ReadResp().setCheckpoint(checkpoint);
}
