import { Transform, Type, type ClassConstructor } from 'class-transformer';

export type Passes = (value: unknown, owner: object) => boolean;

/**
 * What the decorators of one member say of it, kept beside what class-validator and class-transformer keep: enough to
 * read a valid object without either (see quick.ts).
 */
export interface Member {
  readonly name: string;
  /** `free`: its checks are made whether or not it is given. */
  presence: 'free' | 'optional' | 'required';
  convert: ((value: unknown) => unknown) | null;
  nested: (() => ClassConstructor<object>) | null;
  /** `nested` is the type of the entries of a list. */
  list: boolean;
  readonly checks: { readonly name: string; readonly passes: Passes }[];
}

const declared = new WeakMap<object, Map<string, Member>>();

/** The member that a decorator stands at, to be added to. */
export function memberAt(target: object, property: string | symbol): Member {
  const type = target.constructor;
  const members = declared.get(type) ?? new Map<string, Member>();
  declared.set(type, members);
  const name = String(property);
  const member = members.get(name) ?? {
    name,
    presence: 'free',
    convert: null,
    nested: null,
    list: false,
    checks: [],
  };
  members.set(name, member);
  return member;
}

/** The members of a DTO class, inherited ones included. @throws Error where one is declared twice over */
export function membersOf(type: ClassConstructor<object>): ReadonlyMap<string, Member> {
  const all = new Map<string, Member>();
  for (
    let at: object | null = type;
    at !== null && at !== Function.prototype;
    at = Object.getPrototypeOf(at) as object
  ) {
    for (const [name, member] of declared.get(at) ?? []) {
      if (all.has(name)) throw new Error(`${type.name} declares ${name} again`);
      all.set(name, member);
    }
  }
  return all;
}

/** Whether it must be there. */
export function Presence(presence: 'optional' | 'required'): PropertyDecorator {
  return (target, property) => void (memberAt(target, property).presence = presence);
}

/** A value is turned into this before it is checked; what cannot be turned stays. */
export function Converted(convert: (value: unknown) => unknown): PropertyDecorator {
  return (target, property) => {
    Transform(({ value }: { value: unknown }) => convert(value))(target, property);
    memberAt(target, property).convert = convert;
  };
}

/** It holds an object of this class, or a list of them. */
export function Holds(type: () => ClassConstructor<object>, list: boolean): PropertyDecorator {
  return (target, property) => {
    Type(type)(target, property);
    const member = memberAt(target, property);
    member.nested = type;
    member.list = list;
  };
}
