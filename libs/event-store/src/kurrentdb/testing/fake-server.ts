import { randomUUID } from 'node:crypto';
import grpcStreams from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams, {
  type AppendReq,
  type AppendResp,
  type DeleteReq,
  type DeleteResp,
  type ReadReq,
  type ReadResp,
  type TombstoneReq,
  type TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import type { ServerReadableStream, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { deletedError, deniedError, wrongRevisionError, writeOf, type FakeAccess } from './fake-access.js';
import { FakeLog, type FakeEvent, type FakeOutcome, type FakeProposal } from './fake-log.js';
import { toRead, toReadResponse } from './fake-messages.js';

type Subscription = ServerWritableStream<ReadReq, ReadResp>;

/**
 * A server of the clients' own protocol that can be made to do what a sound one cannot be asked for. It keeps its log in
 * memory and knows one node, one account and no filters but prefixes.
 */
export class FakeServer {
  readonly log = new FakeLog();
  /** Appends that came by the path of many appends in one call. */
  batchCalls = 0;
  appendCalls = 0;
  /** What the account that calls may do: everything, unless a test says otherwise. */
  lets: FakeAccess = () => true;
  /** Calls to delete a stream, of either kind, that were let: `delete clearance_x at 7`. */
  readonly deletions: string[] = [];
  private readonly server = new Server();
  private readonly subscriptions = new Set<Subscription>();
  private awaited: (() => void)[] = [];
  private fault: 'none' | 'lose-answer' | 'silent' | 'deny' = 'none';
  private port = 0;

  async start(): Promise<void> {
    this.server.addService(grpcStreams.StreamsService, {
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) =>
        this.append(call, answer),
      read: (call: Subscription) => this.read(call),
      batchAppend: () => (this.batchCalls += 1),
      delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>) =>
        this.delete('delete', call.request.getOptions(), answer),
      tombstone: (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, answer: sendUnaryData<TombstoneResp>) =>
        this.delete('tombstone', call.request.getOptions(), answer),
    });
    this.port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  /** The next append is made durable, but its answer never comes. */
  loseNextAnswer(): void {
    this.fault = 'lose-answer';
  }

  /** From now on nothing is answered, and nothing done; the connection stays. */
  fallSilent(): void {
    this.fault = 'silent';
  }

  speakAgain(): void {
    this.fault = 'none';
  }

  /** The next append is called a conflict, although its events are there. */
  denyNextAppend(): void {
    this.fault = 'deny';
  }

  /** Ends the calls of all subscriptions without an error. */
  endSubscriptionCalls(): void {
    for (const call of this.subscriptions) call.end();
    this.subscriptions.clear();
  }

  /** Resolves once somebody is subscribed. */
  async hasSubscription(): Promise<void> {
    if (this.subscriptions.size === 0) await new Promise<void>((resolve) => this.awaited.push(resolve));
  }

  /** Sends every subscription the newest event once more. */
  repeatLast(): void {
    const last = this.log.events.at(-1);
    if (last !== undefined) this.send(toReadResponse(last));
  }

  /** Sends every subscription something of the test's own making. */
  send(response: ReadResp): void {
    for (const call of this.subscriptions) call.write(response);
  }

  private append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void {
    this.appendCalls += 1;
    let options: AppendReq.Options | undefined;
    const proposals: FakeProposal[] = [];
    call.on('data', (request: AppendReq) => {
      if (request.hasOptions()) options = request.getOptions();
      const message = request.getProposedMessage();
      if (message === undefined) return;
      proposals.push({
        id: message.getId()?.getString() ?? '',
        type: message.getMetadataMap().get('type') ?? '',
        contentType: message.getMetadataMap().get('content-type') ?? '',
        data: message.getData_asU8(),
        metadata: message.getCustomMetadata_asU8(),
      });
    });
    call.on('end', () => {
      if (options === undefined || this.fault === 'silent') return;
      const stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? '').toString();
      if (!this.lets(...writeOf(stream))) {
        answer(deniedError());
        return;
      }
      const outcome = this.log.append(stream, options.hasRevision() ? Number(options.getRevision()) : -1, proposals);
      const { fault } = this;
      if (fault !== 'none') this.fault = 'none';
      if (fault === 'lose-answer') return;
      if (fault === 'deny' && outcome.kind === 'appended')
        answer(null, answerTo({ kind: 'conflict', actual: this.log.of(stream).length - 1 }));
      else if (outcome.kind === 'deleted') answer(deletedError(stream));
      else answer(null, answerTo(outcome));
    });
  }

  private read(call: Subscription): void {
    if (this.fault === 'silent') return;
    const read = toRead(call.request);
    if (!this.lets('read', read.stream ?? '$all')) {
      call.emit('error', deniedError());
      return;
    }
    if (!read.subscription) {
      for (const event of this.selected(read)) call.write(toReadResponse(event));
      call.end();
      return;
    }
    this.subscriptions.add(call);
    const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID());
    call.write(new streams.ReadResp().setConfirmation(confirmation));
    let sent = read.after ?? -1;
    const send = (): void => {
      for (const event of this.log.events) {
        if (event.position <= sent || call.writableEnded) continue;
        sent = event.position;
        if (event.stream.startsWith(read.prefix)) call.write(toReadResponse(event));
      }
    };
    send();
    call.write(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
    for (const tell of this.awaited.splice(0)) tell();
    const unwatch = this.log.watch(send);
    call.on('close', unwatch);
    call.on('cancelled', () => {
      unwatch();
      this.subscriptions.delete(call);
      call.end();
    });
  }

  /** Deletes nothing: what a test looks for is whether it would have. */
  private delete(
    kind: 'delete' | 'tombstone',
    options: DeleteReq.Options | TombstoneReq.Options | undefined,
    answer: sendUnaryData<never>,
  ): void {
    const stream = Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? '').toString();
    if (!this.lets('delete', stream)) {
      answer(deniedError());
      return;
    }
    const at = options?.hasRevision() === true ? options.getRevision() : 'any';
    this.deletions.push(`${kind} ${stream} at ${at}`);
    answer(wrongRevisionError(stream, at, this.log.of(stream).length - 1));
  }

  private selected(read: ReturnType<typeof toRead>): readonly FakeEvent[] {
    const events = read.stream === null ? this.log.events : this.log.of(read.stream);
    const ordered = read.backwards ? events.toReversed() : events;
    return ordered
      .filter(({ revision, position }) =>
        read.stream === null ? position >= (read.after ?? 0) : revision >= read.from,
      )
      .slice(0, read.limit);
  }
}

function answerTo(outcome: Exclude<FakeOutcome, { kind: 'deleted' }>): AppendResp {
  const response = new streams.AppendResp();
  if (outcome.kind === 'appended') {
    const position = new streams.AppendResp.Position()
      .setCommitPosition(String(outcome.position))
      .setPreparePosition(String(outcome.position));
    return response.setSuccess(
      new streams.AppendResp.Success().setCurrentRevision(String(outcome.revision)).setPosition(position),
    );
  }
  const conflict = new streams.AppendResp.WrongExpectedVersion();
  if (outcome.actual === null) conflict.setCurrentNoStream(new shared.Empty());
  else conflict.setCurrentRevision(String(outcome.actual));
  return response.setWrongExpectedVersion(conflict);
}
