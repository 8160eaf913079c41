/** The members of an answer class, for values that are no instance of it: the class itself is there for /openapi.json. */
export type Plain<T> = { [K in keyof T]: T[K] };
