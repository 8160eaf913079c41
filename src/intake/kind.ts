/** `single`: a request of its own, which somebody waits for; `body`: one of many of a batch or an NDJSON body. */
export type Kind = 'single' | 'body';
