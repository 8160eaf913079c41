import request from 'supertest';

export interface Answer<Body> {
  status: number;
  headers: Record<string, string | undefined>;
  body: Body;
  text: string;
}

export interface RequestOptions {
  body?: unknown;
  /** Sent as it is, with its content type; instead of `body`. */
  raw?: { contentType: string; content: string | Buffer };
  headers?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';

/** One token's voice towards one ledger. It never throws on a refusal: tests look at the status. */
export interface Caller {
  readonly subject: string;
  readonly token: string;
  readonly url: string;
  send<Body>(method: Method, path: string, options?: RequestOptions): Promise<Answer<Body>>;
  get<Body>(path: string, query?: RequestOptions['query'], headers?: Record<string, string>): Promise<Answer<Body>>;
  post<Body>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<Body>>;
}

/** `token: null` calls without an Authorization header. */
export function caller(url: string, token: string | null, subject = 'nobody'): Caller {
  const send = async <Body>(method: Method, path: string, options: RequestOptions = {}): Promise<Answer<Body>> => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) search.set(name, String(value));
    }
    const target = search.size > 0 ? `${path}?${search.toString()}` : path;
    let test = open(url, method, target).redirects(0);
    if (token !== null) test = test.set('Authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(options.headers ?? {})) test = test.set(name, value);
    if (options.raw) test = test.set('Content-Type', options.raw.contentType).send(options.raw.content);
    else if (options.body !== undefined) {
      test = test.set('Content-Type', 'application/json').send(JSON.stringify(options.body));
    }
    const response = await test;
    return {
      status: response.status,
      headers: response.headers,
      body: response.body as Body,
      text: response.text,
    };
  };
  return {
    subject,
    token: token ?? '',
    url,
    send,
    get: (path, query, headers) => send('GET', path, { query, headers }),
    post: (path, body, headers) => send('POST', path, { body, headers }),
  };
}

function open(url: string, method: Method, path: string): request.Test {
  const agent = request(url);
  const verbs = {
    GET: () => agent.get(path),
    POST: () => agent.post(path),
    PUT: () => agent.put(path),
    DELETE: () => agent.delete(path),
    PATCH: () => agent.patch(path),
  };
  return verbs[method]();
}

/** What a test takes for granted must be so, or the test says what came instead. */
export function demand(answer: Answer<unknown>, status: number, what: string): void {
  if (answer.status !== status) {
    throw new Error(`${what}: expected ${status}, got ${answer.status} ${answer.text}`);
  }
}
