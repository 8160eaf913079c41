import { Unavailable } from '../errors.js';

/**
 * The clients send their deadlines to the server and wait: one that is silent is waited for without end. So every call
 * has a deadline here, too.
 * @throws Unavailable where it has passed; what becomes of the call after that is nobody's concern.
 */
export async function within<T>(ms: number, what: string, ambiguous: boolean, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Unavailable(`the event store did not answer ${what} within ${ms} ms`, ambiguous)),
      ms,
    );
  });
  // A failure that comes after the deadline has been answered for.
  call.catch(() => undefined);
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same for each step of a read: a long one may take its time, a silent one may not. */
export async function* eachWithin<T>(ms: number, what: string, source: AsyncIterable<T>): AsyncGenerator<T> {
  const steps = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await within(ms, what, false, steps.next());
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    // Ends the call behind it; a step that never comes would hold this up for ever.
    void Promise.resolve(steps.return?.()).catch(() => undefined);
  }
}
